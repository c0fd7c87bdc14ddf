using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

/// <summary>What a report warns of, each from the one thing that is wrong.</summary>
[TestClass]
public sealed class ReportWarningsTests
{
    private static readonly CalibratedTensor Sound = new("x") { Count = 100_000, Minimum = -1, Maximum = 1 };
    private static readonly NodeReport Fused = new("conv", "Conv", isQuantized: true, isFused: true, "");
    private static readonly (double, ConfidenceInterval) Faster = (0.75, new ConfidenceInterval(0.7, 0.8, 0.95));

    [TestMethod]
    public void SoundModel_HasNoWarning() => Assert.IsEmpty(Warnings());

    [TestMethod]
    public void SlowerThanFloat_IsSaidWithTheRatio()
    {
        string warning = Warnings(latency: (2.5, new ConfidenceInterval(2.4, 2.6, 0.95))).Single();
        ErrorAssert.Names(warning, "is slower than the FP32 one on this machine", "2.50 times", "95 % interval 2.4 to 2.6", "Score the FP32 model");
    }

    [TestMethod]
    public void SlowerThanFloatWithinTheInterval_IsChance() => Assert.IsEmpty(Warnings(latency: (1.05, new ConfidenceInterval(0.9, 1.2, 0.75))));

    [TestMethod]
    public void SlowerThanFloat_SaysWhatWouldHelp()
    {
        ErrorAssert.Names(Warnings(latency: (2.5, new ConfidenceInterval(2.4, 2.6, 0.95))).Single(), "MaxLatencyRatio");
        ErrorAssert.Names(Warnings(latency: (2.5, new ConfidenceInterval(2.4, 2.6, 0.95)), onlyWhereFaster: false).Single(), "Set OnlyWhereFaster");
    }

    [TestMethod]
    public void NothingInInt8_SaysWhatWouldHelp() =>
        ErrorAssert.Names(QuantizerRun.Quantize(SmallModels.Conv(), QuantizerRun.Rows(2, SmallModels.Image), new QuantizationOptions()).Report.Value.Warnings.Single(), "No node can run in INT8 at a gain", "OnlyWhereFaster leaves 1 nodes");

    [TestMethod]
    public void NodeThatDidNotFuseAgainstThePlan_IsNamed()
    {
        NodeReport[] nodes = [Fused, new("late", "Add", isQuantized: true, isFused: false, ""), new("soft", "Softmax", isQuantized: false, isFused: false, "")];
        ErrorAssert.Names(Warnings(nodes: nodes).Single(), "'late' (Add)", "runs it in FP32", "ExcludedNodes");
    }

    [TestMethod]
    public void NonFiniteValues_AreCounted()
    {
        var tensor = new CalibratedTensor("y") { Count = 100_000, NaNCount = 3, InfinityCount = 2, Minimum = -1, Maximum = 1 };
        ErrorAssert.Names(Warnings([Sound, tensor]).Single(), "'y'", "3 NaN and 2 infinite values among 100000");
    }

    [TestMethod]
    public void SingleValue_IsNamed() =>
        ErrorAssert.Names(Warnings([new CalibratedTensor("y") { Count = 9, Minimum = 0.5f, Maximum = 0.5f }]).Single(), "'y' had a single value", "check that the data");

    [TestMethod]
    public void NoRows_AreSaid() => ErrorAssert.Names(Warnings(rows: []).Single(), "no rows to run", "not measured");

    private static List<string> Warnings(
        CalibratedTensor[]? tensors = null, NodeReport[]? nodes = null, (double, ConfidenceInterval)? latency = null, TensorValue[][]? rows = null, bool onlyWhereFaster = true)
    {
        var model = new OnnxModel(SmallModels.Conv(), "test.onnx");
        var plan = new QuantizationPlan([new NodePlan("conv", "Conv", NodeRole.Convolution, "")], []);
        var evidence = new Evidence(new FloatModel(model, ""), model, plan, new CalibrationTable(tensors ?? [Sound], 1, "", ""), rows ?? QuantizerRun.Rows(1, SmallModels.Image)) { Target = QuantizerRun.Target, OnlyWhereFaster = onlyWhereFaster };
        return [.. ReportWarnings.Collect(evidence, nodes ?? [Fused], latency ?? Faster)];
    }
}
