using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Native;

/// <summary>What TorchSharp's convolutions compute in FP32 is what they compute in double precision, by other code.</summary>
[TestClass]
public sealed class ConvolutionTests
{
    [TestMethod]
    [DataRow(1, 8, 3, 1, 1)]
    [DataRow(3, 16, 3, 1, 1)]
    [DataRow(3, 4, 3, 2, 1)]
    [DataRow(20, 12, 3, 1, 1)]
    [DataRow(20, 40, 3, 2, 1)]
    [DataRow(8, 8, 6, 1, 1)]
    [DataRow(24, 36, 1, 1, 1)]
    [DataRow(36, 24, 1, 2, 1)]
    [DataRow(12, 12, 3, 1, 12)]
    [DataRow(20, 20, 3, 2, 20)]
    [DataRow(20, 36, 5, 1, 2)]
    public void AConvolution_IsRight(int channels, int outputs, int kernel, int stride, int groups)
    {
        using var scope = NewDisposeScope();
        var expected = Run(ScalarType.Float64, channels, outputs, kernel, stride, groups);
        for (int run = 0; run < 5; run++)
        {
            foreach (var (wanted, given) in expected.Zip(Run(ScalarType.Float32, channels, outputs, kernel, stride, groups)))
            {
                double error = (given.to_type(ScalarType.Float64) - wanted).abs().max().item<double>() / wanted.abs().max().item<double>();
                Assert.IsLessThan(1e-5, error);
            }
        }
    }

    private static Tensor[] Run(ScalarType type, long channels, long outputs, long kernel, long stride, long groups)
    {
        var images = Wave(type, 0.7, 2, channels, 6, 6).requires_grad_();
        var weights = Wave(type, 1.3, outputs, channels / groups, kernel, kernel).requires_grad_();
        long pad = kernel == 6 ? 0 : kernel / 2;
        var output = nn.functional.conv2d(images, weights, strides: [stride, stride], padding: [pad, pad], groups: groups);
        (output * Wave(type, 0.9, output.shape)).sum().backward();
        return [output.detach(), images.grad!, weights.grad!];
    }

    private static Tensor Wave(ScalarType type, double step, params long[] shape) =>
        arange(shape.Aggregate(1L, (product, size) => product * size), dtype: ScalarType.Float64).mul(step).sin().to_type(ScalarType.Float32).to_type(type).reshape(shape);
}
