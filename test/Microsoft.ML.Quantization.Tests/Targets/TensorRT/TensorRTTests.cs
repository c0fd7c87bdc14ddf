using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.TensorRT;

namespace Microsoft.ML.Quantization.Tests.Targets.TensorRT;

[TestClass]
public sealed class TensorRTTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(16, SmallModels.Image);

    [TestMethod]
    public void Files_KeepToTheDocumentedRules()
    {
        foreach (var model in new[] { SmallModels.Residual(), SmallModels.Concat(), SmallModels.ConvClip(), SmallModels.TwoOutputs() })
        {
            var result = Quantize(model);
            Assert.AreEqual("", string.Join("\n", TensorRTChecks.Findings(result.Model)));
            var index = new GraphIndex(result.Model.Graph);
            foreach (var node in result.Nodes("Conv"))
            {
                Assert.IsTrue(node.Input.Take(2).All(input => index.Producer(input)?.OpType == "DequantizeLinear"), "a pair on both inputs");
                Assert.AreEqual((int)TensorProto.Types.DataType.Float, index.Initializer(node.Input[2])!.DataType, "the bias is FP32");
            }
        }
    }

    [TestMethod]
    public void ReluAndClip_StayBehindTheirLayer_WithNoPairBetween()
    {
        var result = Quantize(SmallModels.Residual());
        var index = new GraphIndex(result.Model.Graph);
        Assert.HasCount(2, result.Nodes("Relu"));
        Assert.IsTrue(result.Nodes("Relu").All(relu => index.Producer(relu.Input[0])!.OpType is "Conv" or "Add"));
    }

    [TestMethod]
    public void TheLastLayer_HasNoPairBehindIt()
    {
        var result = QuantizerRun.Quantize(SmallModels.Gemm(), QuantizerRun.Rows(8, SmallModels.Vector), Options);
        Assert.AreEqual("Gemm", new GraphIndex(result.Model.Graph).Producer("y")!.OpType);
    }

    [TestMethod]
    public void Outputs_AreCloseToFloat()
    {
        foreach (var model in new[] { SmallModels.Residual(), SmallModels.ConvClip(), SmallModels.Concat() })
        {
            using var run = new SampleRun(new OnnxModel(model, "test.onnx"));
            double size = Rows.Max(row => run.Outputs(row)[0].Max(Math.Abs));
            Assert.IsLessThan(0.05 * size, QuantizerRun.LargestErrors(model, Quantize(model), Rows)[0]);
        }
    }

    [TestMethod]
    public void AnAffineModel_IsFoundOut()
    {
        var other = QuantizerRun.Quantize(SmallModels.Residual(), Rows);
        StringAssert.Contains(TensorRTChecks.Findings(other.Model).First(), "TensorRT takes INT8 alone");
        var signed = QuantizerRun.Quantize(SmallModels.Residual(), Rows, new QuantizationOptions { Target = QuantizationTarget.OnnxRuntimeArm64, OnlyWhereFaster = false });
        StringAssert.Contains(TensorRTChecks.Findings(signed.Model).First(), "zero points of 0 alone");
    }

    [TestMethod]
    public void TransposedConvolutions_HaveAScaleForEachOutputChannel_OnTheSecondAxis()
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "t", SmallModels.Padded).Node("ConvTranspose", "t w2 b", "y", ("strides", new[] { 2, 2 })).Output("y").Build();
        var result = Quantize(model);
        Assert.AreEqual("", string.Join("\n", TensorRTChecks.Findings(result.Model)));
        var index = new GraphIndex(result.Model.Graph);
        var weights = index.Producer(result.Nodes("ConvTranspose").Single().Input[1])!;
        Assert.AreEqual(("DequantizeLinear", 1L), (weights.OpType, weights.Integer("axis", 9)));
        Assert.HasCount(SmallModels.Channels, TensorData.Floats(index.Initializer(weights.Input[1])!).Distinct().ToArray());
        using SampleRun real = new(new OnnxModel(model, "test.onnx")), integer = new(result.Model);
        var pairs = Rows.SelectMany(row => real.Outputs(row)[0].Zip(integer.Outputs(row)[0])).ToArray();
        double signal = pairs.Sum(pair => Math.Pow(pair.First, 2)), noise = pairs.Sum(pair => Math.Pow(pair.First - pair.Second, 2));
        Assert.IsLessThan(1e-3, noise / signal, "30 dB");
    }

    /// <summary>With half as many steps for a tensor without negatives, its least error clips more; the default effort does not take that, as clipped values do not average out.</summary>
    [TestMethod]
    [DataRow(QuantizationEffort.Fast, 0.5, 0.97)]
    [DataRow(QuantizationEffort.Default, 0.97, 1.03)]
    public void Ranges_AreChosenForSymmetricIntegers(QuantizationEffort effort, double least, double most)
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("Relu", "c", "h").Node("Conv", "h w2 b", "y", SmallModels.Padded).Output("y").Build();
        var rows = QuantizerRun.Rows(200, SmallModels.Image);
        var options = new QuantizationOptions { Effort = effort, OnlyWhereFaster = false };
        var symmetric = QuantizerRun.Quantize(model, rows, options with { Target = QuantizationTarget.TensorRT }).Calibration;
        var affine = QuantizerRun.Quantize(model, rows, options with { Target = QuantizationTarget.OnnxRuntimeX86Vnni }).Calibration;
        Assert.IsInRange(least, most, High(symmetric) / High(affine));

        static float High(CalibrationTable table) => table.Tensors.Single(tensor => tensor.Name == "h").High;
    }

    private static QuantizationOptions Options => new() { Target = QuantizationTarget.TensorRT, OnlyWhereFaster = false };

    private static QuantizationResult Quantize(ModelProto model) => QuantizerRun.Quantize(model, Rows, Options);
}
