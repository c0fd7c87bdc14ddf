using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

/// <summary>The convolutions that training stands on, against those in double precision, which another library computes; kernels as large as their input among them.</summary>
[TestClass]
public sealed class ConvolutionGradientTests
{
    [TestMethod]
    [DataRow(1, 8, 3, 28, 1, 1)]
    [DataRow(3, 16, 3, 32, 1, 1)]
    [DataRow(16, 16, 3, 16, 16, 1)]
    [DataRow(8, 3, 6, 6, 1, 0)]
    [DataRow(16, 4, 5, 5, 1, 0)]
    public void GradientsAreThoseOfDoublePrecision(int channels, int outputs, int kernel, int size, int groups, int padding)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var images = rand(8, channels, size, size, generator: generator);
        var weights = rand(outputs, channels / groups, kernel, kernel, generator: generator) - Training.Graph.Scalars.Get(0.5);
        var (single, value) = Run(images, weights);
        var (expected, expectedValue) = Run(images.to(float64), weights.to(float64));
        Assert.IsLessThan(1e-5, Distance(expectedValue, value));
        Assert.IsLessThan(1e-5, Distance(expected, single));

        (Tensor Gradient, Tensor Output) Run(Tensor inputs, Tensor filter)
        {
            var leaf = filter.detach().requires_grad_();
            var output = nn.functional.conv2d(inputs, leaf, padding: [padding, padding], groups: groups);
            output.square().mean().backward();
            return (leaf.grad!, output);
        }
    }

    /// <summary>The norm of the difference over that of what is expected.</summary>
    private static double Distance(Tensor expected, Tensor actual) => (expected - actual.to(float64)).norm().item<double>() / expected.norm().item<double>();
}
