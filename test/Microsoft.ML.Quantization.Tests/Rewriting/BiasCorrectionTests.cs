using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

[TestClass]
public sealed class BiasCorrectionTests
{
    [TestMethod]
    public void Of_IsTheWeightErrorTimesTheInputMean()
    {
        var source = new WeightSource([1f, 2f, 3f, 4f], [2, 2], 0, null);
        var quantized = new QuantizedWeights([1, 2, 2, 4], [1f, 1f], 0);
        CollectionAssert.AreEqual(new[] { 0f, 10f }, BiasCorrection.Compute(source, quantized, [10, 20]));
    }

    /// <summary>Means as a damaged table may hold them.</summary>
    [TestMethod]
    public void Corrections_ThatLeaveNoNumber_AreLeftOut()
    {
        var model = SmallModels.Gemm();
        model.Graph.Initializer.Single(tensor => tensor.Name == "b").RawData = TensorData.Create<float>("b", [1e30f, 1, 1, 1, 1, 1], [6]).RawData;
        model.Graph.Node[0].Name = "gemm";
        var plan = new QuantizationPlan([new NodePlan("gemm", "Gemm", NodeRole.Linear, "")], [new TensorPlan("x", "x")]);
        var settings = new QdqSettings { Target = QuantizerRun.Target, Activations = new Dictionary<string, QuantizationParameters> { ["x"] = ScaleCalculator.FromRange(-1, 1, QuantizedType.UInt8, symmetric: false, reduceRange: false) } };
        Assert.HasCount(1, BiasCorrections.Compute(new OnnxModel(model, "m"), plan, new Dictionary<string, double[]> { ["x"] = [.. Enumerable.Repeat(0.1, 16)] }, settings));
        Assert.IsEmpty(BiasCorrections.Compute(new OnnxModel(model, "m"), plan, new Dictionary<string, double[]> { ["x"] = [.. Enumerable.Repeat(1e300, 16)] }, settings));
    }

    [TestMethod]
    public void Of_ReadsColumnsOfLinearWeights()
    {
        var source = new WeightSource([1f, 2f, 3f, 4f], [2, 2], 1, null);
        var quantized = new QuantizedWeights([1, 2, 2, 4], [1f, 1f], 1);
        CollectionAssert.AreEqual(new[] { 20f, 0f }, BiasCorrection.Compute(source, quantized, [10, 20]));
    }

    [TestMethod]
    public void Of_TakesTheInputsOfTheGroup()
    {
        var source = new WeightSource([1.5f, 2.25f], [2, 1, 1], 0, null, 2);
        var quantized = new QuantizedWeights([1, 2], [1f], null);
        CollectionAssert.AreEqual(new[] { 5f, 5f }, BiasCorrection.Compute(source, quantized, [10, 20]));
    }

    [TestMethod]
    public void MeanErrorOfEachChannel_BecomesSmaller()
    {
        var model = SmallModels.Conv();
        var rows = QuantizerRun.Rows("x", 40, 0, 1, SmallModels.Image);
        double[] with = MeanErrors(model, rows, new QuantizationOptions { OnlyWhereFaster = false, Calibration = CalibrationMethod.MinMax, ReduceRange = true });
        double[] without = MeanErrors(model, rows, new QuantizationOptions { OnlyWhereFaster = false, Calibration = CalibrationMethod.MinMax, ReduceRange = true, BiasCorrection = false });
        Assert.IsTrue(with.Max() < without.Max() / 2, $"{with.Max()} {without.Max()}");
    }

    private static double[] MeanErrors(ModelProto model, TensorValue[][] rows, QuantizationOptions options)
    {
        using var file = new ModelFile(model);
        using var expected = new SampleRun(OnnxModelReader.Load(file.Path));
        using var actual = new SampleRun(QuantizerRun.Quantize(model, rows, options).Model);
        var sums = new double[SmallModels.Channels];
        foreach (var row in rows)
        {
            float[] want = expected.Outputs(row)[0];
            float[] have = actual.Outputs(row)[0];
            for (int i = 0; i < want.Length; i++)
            {
                sums[i / 36] += (have[i] - want[i]) / (36.0 * rows.Length);
            }
        }

        return Array.ConvertAll(sums, Math.Abs);
    }
}
