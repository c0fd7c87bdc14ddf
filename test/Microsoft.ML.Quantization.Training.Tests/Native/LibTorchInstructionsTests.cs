using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Native;

/// <summary>What TorchSharp computes with several threads is the same every time.</summary>
[TestClass]
public sealed class LibTorchInstructionsTests
{
    private const int Runs = 300;

    [TestMethod]
    public void GradientsOfAConvolutionOfOneChannel_AreTheSameInEveryRun() => AssertRepeats(channels: 1, kernel: 3, pad: 1);

    [TestMethod]
    public void AKernelAsLargeAsTheImage_GivesTheSameInEveryRun() => AssertRepeats(channels: 8, kernel: 6, pad: 0);

    private static void AssertRepeats(long channels, long kernel, long pad)
    {
        int before = get_num_threads();
        set_num_threads(2);
        try
        {
            float[][] runs = [.. Enumerable.Range(0, Runs).Select(_ => Run(channels, kernel, pad))];
            Assert.IsTrue(Array.TrueForAll(runs, run => run.AsSpan().SequenceEqual(runs[0])));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static float[] Run(long channels, long kernel, long pad)
    {
        using var scope = NewDisposeScope();
        var images = Wave(2, channels, 6, 6);
        var weights = Wave(8, channels, kernel, kernel).requires_grad_();
        var output = nn.functional.conv2d(images, weights, padding: [pad, pad]);
        output.square().mean().backward();
        return [.. output.detach().contiguous().data<float>(), .. weights.grad!.contiguous().data<float>()];
    }

    private static Tensor Wave(params long[] shape) => arange(shape.Aggregate(1L, (product, size) => product * size), dtype: ScalarType.Float32).sin().reshape(shape);
}
