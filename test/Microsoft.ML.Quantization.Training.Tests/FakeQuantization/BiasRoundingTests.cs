using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

[TestClass]
public sealed class BiasRoundingTests
{
    [TestMethod]
    public void BiasesGoToTheNearestStepAndGradientsPass()
    {
        using var scope = NewDisposeScope();
        var bias = tensor(new[] { 0.24f, -0.26f, 0.25f }, requires_grad: true);
        var rounded = BiasRounding.Apply(bias, [0.1f, 0.1f, 0.5f]);
        (rounded * tensor(new[] { 1f, 2f, 3f })).sum().backward();
        float[] expected = [0.2f, -0.3f, 0f];
        foreach (var (want, have) in expected.Zip(rounded.detach().data<float>()))
        {
            Assert.AreEqual(want, have, 1e-6f);
        }

        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, bias.grad!.data<float>().ToArray());
    }

    [TestMethod]
    public void OneBiasForAllOutputsIsRoundedForEach()
    {
        using var scope = NewDisposeScope();
        var bias = tensor(new[] { 0.3f }, requires_grad: true);
        var rounded = BiasRounding.Apply(bias, [0.2f, 1f]);
        rounded.sum().backward();
        Assert.AreEqual(0.4f, rounded[0].item<float>(), 1e-6f);
        Assert.AreEqual(0f, rounded[1].item<float>(), 1e-6f);
        Assert.AreEqual(2f, bias.grad!.item<float>());
    }
}
