using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Each form of a convolution and what stands between two, quantized, run in ONNX Runtime and compared with FP32.</summary>
[TestClass]
public sealed class QuantizedConvolutionTests
{
    [TestMethod]
    public void Conv_IsAsGoodAsItsScales() => LayerAssert.IsClose(SmallModels.Conv(), SmallModels.Image);

    [TestMethod]
    public void Relu_IsFoldedIntoTheRangeOfItsProducer()
    {
        var result = LayerAssert.IsClose(SmallModels.ConvRelu(), SmallModels.Image);
        Assert.AreEqual(0, result.Nodes("Relu").Length);
        Assert.IsTrue(result.Calibration.TryGetTensor("y", out var y) && y.Low == 0);
    }

    [TestMethod]
    public void Clip_IsFoldedIntoTheRangeOfItsProducer()
    {
        var result = LayerAssert.IsClose(SmallModels.ConvClip(), SmallModels.Image);
        Assert.AreEqual(0, result.Nodes("Clip").Length);
        Assert.IsTrue(result.Calibration.TryGetTensor("y", out var y) && y.Low == 0 && y.High == 0.5f);
    }

    [TestMethod]
    public void ResidualAdd_RunsInInt8()
    {
        var result = LayerAssert.IsClose(SmallModels.Residual(), SmallModels.Image);
        Assert.AreEqual(0, result.Nodes("Relu").Length);
        LayerAssert.IsFused(result);
    }

    [TestMethod]
    public void Concat_SharesOneScale()
    {
        var result = LayerAssert.IsClose(SmallModels.Concat(), SmallModels.Image);
        var concat = result.Nodes("Concat").Single();
        var scales = concat.Input.Select(input => result.Nodes("DequantizeLinear").Single(node => node.Output[0] == input).Input[1]);
        Assert.AreEqual(1, scales.Append(result.Nodes("QuantizeLinear").Single(node => node.Input[0] == concat.Output[0]).Input[1]).Distinct().Count());
        LayerAssert.IsFused(result);
    }

    [TestMethod]
    public void ConvOutput_ThatIsAnOutputOfTheModel() => LayerAssert.IsFused(LayerAssert.IsClose(SmallModels.TwoOutputs(), SmallModels.Image));

    [TestMethod]
    public void ChannelOfZeros_KeepsItsBias()
    {
        var model = SmallModels.Conv();
        var weights = model.Graph.Initializer.Single(tensor => tensor.Name == "w");
        float[] values = TensorData.Floats(weights);
        values.AsSpan(0, SmallModels.Channels * 9).Clear();
        weights.RawData = TensorData.Create<float>("w", values, [.. weights.Dims]).RawData;
        LayerAssert.IsClose(model, SmallModels.Image);
    }

    [TestMethod]
    public void PerTensorWeightsAndReducedRange_AreAsGoodAsTheirScales()
    {
        var options = new QuantizationOptions { OnlyWhereFaster = false, PerChannel = false, ReduceRange = true, Calibration = CalibrationMethod.MinMax };
        LayerAssert.IsClose(SmallModels.Residual(), SmallModels.Image, options);
    }
}
