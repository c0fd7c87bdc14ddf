using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

[TestClass]
public sealed class FakeQuantizeFunctionTests
{
    private static readonly float[] Values = [-3f, -0.26f, -0.25f, 0f, 0.1f, 0.25f, 0.75f, 1.24f, 63.6f, 64f, 200f];
    private static readonly QuantizationParameters Parameters = new(0.5f, 3, QuantizedType.UInt8);

    [TestMethod]
    public void ForwardGivesTheValuesOfTheScalarDefinition()
    {
        using var scope = NewDisposeScope();
        var quantized = new byte[Values.Length];
        AffineQuantizer.Quantize(Values, Parameters, quantized);
        float[] expected = [.. quantized.Select(value => (value - Parameters.ZeroPoint) * Parameters.Scale)];
        CollectionAssert.AreEqual(expected, Round(tensor(Values), tensor(Parameters.Scale)).data<float>().ToArray());
    }

    [TestMethod]
    public void GradientsPassThroughInsideTheRangeOnly()
    {
        using var scope = NewDisposeScope();
        var values = tensor(Values, requires_grad: true);
        Round(values, tensor(Parameters.Scale)).sum().backward();
        float[] expected = [.. Values.Select(value => value / Parameters.Scale is > -3.5f and < 252.5f ? 1f : 0f)];
        CollectionAssert.AreEqual(expected, values.grad!.data<float>().ToArray());
    }

    [TestMethod]
    public void TheScaleGetsTheGradientOfLearnedStepSizeQuantization()
    {
        using var scope = NewDisposeScope();
        var scale = tensor(Parameters.Scale, requires_grad: true);
        Round(tensor(Values), scale).sum().backward();
        double expected = Values.Sum(StepGradient) / Math.Sqrt(Values.Length * 255.0) / (Parameters.Scale * Parameters.Scale);
        Assert.AreEqual(expected, scale.grad!.item<float>(), 1e-3 * Math.Abs(expected));
    }

    /// <summary>Equation 3 of the paper, the zero point taken into account.</summary>
    private static double StepGradient(float value)
    {
        double steps = value / (double)Parameters.Scale;
        return steps <= -3 ? -3 : steps >= 252 ? 252 : Math.Round(steps, MidpointRounding.ToEven) - steps;
    }

    private static Tensor Round(Tensor values, Tensor scale) =>
        FakeQuantizeFunction.Apply(values, scale, tensor(Parameters.Scale), new QuantizationGrid(0, 255, Parameters.ZeroPoint));
}
