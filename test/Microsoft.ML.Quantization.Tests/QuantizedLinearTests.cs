namespace Microsoft.ML.Quantization.Tests;

/// <summary>Each form of a dense layer, quantized, run in ONNX Runtime and compared with FP32.</summary>
[TestClass]
public sealed class QuantizedLinearTests
{
    [TestMethod]
    [DataRow(1f, 1f, false)]
    [DataRow(0.5f, 2f, false)]
    [DataRow(2f, -0.5f, true)]
    public void Gemm_TakesItsFactorsIntoTheWeights(float alpha, float beta, bool transposed)
    {
        var result = LayerAssert.IsClose(SmallModels.Gemm(alpha, beta, transposed), SmallModels.Vector);
        Assert.IsFalse(result.Nodes("Gemm").Single().Attribute.Any(attribute => attribute.Name is "alpha" or "beta"));
        LayerAssert.IsFused(result);
    }

    [TestMethod]
    public void Gemm_ReadsARowAsBias() => LayerAssert.IsFused(LayerAssert.IsClose(SmallModels.Gemm(bias: [1, 6]), SmallModels.Vector));

    [TestMethod]
    public void Gemm_WithAScalarBiasStaysAsItIs()
    {
        var result = QuantizerRun.Quantize(SmallModels.Gemm(bias: [1]), QuantizerRun.Rows(16, SmallModels.Vector), QuantizerRun.MinMax);
        Assert.AreEqual(0, QuantizerRun.LargestErrors(SmallModels.Gemm(bias: [1]), result, QuantizerRun.Rows(16, SmallModels.Vector)).Single());
    }

    [TestMethod]
    public void MatMul_RunsInInt8() => LayerAssert.IsFused(LayerAssert.IsClose(SmallModels.MatMul(), [1, 3, 16]));
}
