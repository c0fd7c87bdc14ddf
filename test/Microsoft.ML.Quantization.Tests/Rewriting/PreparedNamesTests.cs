using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

/// <summary>What ONNX Runtime names in preparation must not stand in its way when it optimizes a later form of the model.</summary>
[TestClass]
public sealed class PreparedNamesTests
{
    /// <summary>
    /// The second product is an output and stays a MatMul until calibration, which does not ask for it: ONNX Runtime then makes a Gemm of it, as it
    /// did of the first, whose constants it named.
    /// </summary>
    [TestMethod]
    public void GemmMadeTwice()
    {
        var random = new Random(1);
        var model = new ModelBuilder(13).Input("x", 1, 3, 16)
            .Weights("w", QuantizerRun.Uniform(random, 128), 16, 8).Weights("b", QuantizerRun.Uniform(random, 8), 8)
            .Weights("v", QuantizerRun.Uniform(random, 128), 16, 8).Weights("c", QuantizerRun.Uniform(random, 8), 8)
            .Node("MatMul", "x w", "p").Node("Add", "p b", "y")
            .Node("MatMul", "x v", "q").Node("Add", "q c", "z")
            .Output("y").Output("q").Output("z").Build();
        var rows = QuantizerRun.Rows(8, 1, 3, 16);
        using var result = QuantizerRun.Quantize(model, rows).Model;
        Assert.AreEqual(3, result.Graph.Output.Count);
    }
}
