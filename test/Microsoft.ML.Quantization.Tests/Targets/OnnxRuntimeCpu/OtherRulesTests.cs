using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;

/// <summary>A target of ONNX Runtime that differs in one rule: placement, costs, writing and checks go by its own.</summary>
[TestClass]
public sealed class OtherRulesTests
{
    private const string Pool = "AveragePool";

    private static readonly OperatorRules Rules = CpuOperators.Rules.With(
        new OperatorRule(Pool, NodeRole.Requantizing) { Gain = _ => 1e9, Kernels = ["QLinearAveragePool"] },
        CpuOperators.Rules.All.Single(rule => rule.OperatorType == "Conv") with { Gain = _ => 1e9 });

    private static readonly QuantizationTarget Target = new(X86Target.Vnni with { Name = "OtherRules", Rules = new CpuRules(Rules), Writer = new CpuWriter(Rules) });

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void APool_RunsInInt8(bool onlyWhereFaster)
    {
        var options = new QuantizationOptions { Target = Target, OnlyWhereFaster = onlyWhereFaster };
        var result = QuantizerRun.Quantize(Model(), QuantizerRun.Rows(4, SmallModels.Image), options);
        Assert.AreEqual(NodeRole.Requantizing, result.Plan.Nodes.Single(node => node.OperatorType == Pool).Role, result.Plan.ToString());
        Assert.IsTrue(result.Report.Value.Nodes.Single(node => node.OperatorType == Pool).IsFused);
    }

    [TestMethod]
    public void APool_StaysInFloatByTheRulesOfCpus()
    {
        var result = QuantizerRun.Quantize(Model(), QuantizerRun.Rows(4, SmallModels.Image), QuantizerRun.Everything);
        Assert.AreEqual(NodeRole.Float, result.Plan.Nodes.Single(node => node.OperatorType == Pool).Role);
    }

    private static ModelProto Model() => SmallModels.Images()
        .Weights("p", QuantizerRun.Uniform(new Random(7), SmallModels.Channels * SmallModels.Channels, -0.3, 0.3), SmallModels.Channels, SmallModels.Channels, 1, 1)
        .Node("Conv", "x w b", "c", SmallModels.Padded)
        .Node(Pool, "c", "t", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("Conv", "t p", "y").Output("y").Build();
}
