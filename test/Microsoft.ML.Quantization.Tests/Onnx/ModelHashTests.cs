using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class ModelHashTests
{
    [TestMethod]
    public void Of_DependsOnEveryByteAndOnNothingElse()
    {
        string hash = ModelHash.Compute(Model(1, "y"));
        Assert.AreEqual(64, hash.Length);
        Assert.AreEqual(hash, ModelHash.Compute(Model(1, "y")));
        Assert.AreNotEqual(hash, ModelHash.Compute(Model(2, "y")));
        Assert.AreNotEqual(hash, ModelHash.Compute(Model(1, "z")));
    }

    [TestMethod]
    public void Of_LeavesTheModelAlone()
    {
        OnnxModel model = Model(1, "y");
        ModelProto before = model.Proto.Clone();
        ModelHash.Compute(model);
        Assert.AreEqual(before, model.Proto);
    }

    private static OnnxModel Model(float weight, string output) =>
        new ModelBuilder(13).Input("x", 1).Weights("w", [weight], 1).Node("Add", "x w", output).Output(output).Model();
}
