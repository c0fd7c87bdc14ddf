using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets;

/// <summary>Averages with gaps in their windows, and with gaps of 1, which are none: ONNX Runtime's INT8 average does not know the attribute.</summary>
[TestClass]
public sealed class SpreadPoolTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(4, SmallModels.Image);

    public static IEnumerable<object[]> Targets =>
        from target in new[] { QuantizationTarget.OnnxRuntimeX86, QuantizationTarget.OnnxRuntimeArm64, QuantizationTarget.LiteRt, QuantizationTarget.TensorRT, QuantizationTarget.CoreML }
        from gap in new[] { 1, 2 }
        select new object[] { target.Name, target, gap };

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void AverageOfSpreadPoints_RunsForEveryTarget(string name, QuantizationTarget target, int gap)
    {
        var model = SmallModels.Images(opset: 19).Node("Conv", "x w b", "t", SmallModels.Padded)
            .Node("AveragePool", "t", "u", ("kernel_shape", new[] { 2, 2 }), ("dilations", new[] { gap, gap })).Node("Conv", "u w2 b", "y").Output("y").Build();
        var result = QuantizerRun.Quantize(model, Rows, new QuantizationOptions { Target = target, OnlyWhereFaster = false });
        Assert.IsTrue(result.Plan.Nodes.Where(node => node.OperatorType == "Conv").All(node => node.IsQuantized), name);
        Assert.IsFalse(gap > 1 && result.Plan.Nodes.Any(node => node.OperatorType == "AveragePool" && node.IsQuantized));
        using var run = new SampleRun(new OnnxModel(model, "test.onnx"));
        double largest = Rows.Max(row => run.Outputs(row)[0].Max(Math.Abs));
        Assert.IsLessThan(0.05 * largest, QuantizerRun.LargestErrors(model, result, Rows)[0]);
    }
}
