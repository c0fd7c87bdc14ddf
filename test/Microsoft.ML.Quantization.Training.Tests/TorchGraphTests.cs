using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests;

[TestClass]
public sealed class TorchGraphTests
{
    [TestMethod]
    public void AConvolutionalGraphAgreesWithOnnxRuntimeToRounding()
    {
        using var prepared = ModelPreparer.Prepare(new ModelBuilder(17)
            .Input("x", -1, 2, 5, 5)
            .Weights("w", [.. Enumerable.Range(0, 54).Select(i => (i % 7) - 3f)], 3, 2, 3, 3)
            .Node("Conv", "x w", "y", ("pads", new[] { 1, 0, 0, 1 }))
            .Node("Relu", "y", "z")
            .Output("z")
            .Model());
        float[] input = [.. Enumerable.Range(0, 100).Select(i => MathF.Sin(i))];
        var expected = (float[])ModelRunner.Run(prepared, (_, _, _) => input)["z"];
        float[] actual = TorchRun.Outputs(prepared, [new TensorValue("x", input, [2, 2, 5, 5])])["z"];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-5f);
        }
    }
}
