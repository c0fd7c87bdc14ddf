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
        CollectionAssert.AreEqual(expected, Round(tensor(Values), Scale()).data<float>().ToArray());
    }

    [TestMethod]
    public void GradientsPassThroughInsideTheRangeOnly()
    {
        using var scope = NewDisposeScope();
        var values = tensor(Values, requires_grad: true);
        Round(values, Scale()).sum().backward();
        float[] expected = [.. Values.Select(value => value / Parameters.Scale is > -3.5f and < 252.5f ? 1f : 0f)];
        CollectionAssert.AreEqual(expected, values.grad!.data<float>().ToArray());
    }

    [TestMethod]
    public void TheScaleGetsTheGradientOfLearnedStepSizeQuantization()
    {
        using var scope = NewDisposeScope();
        var scale = new LearnedScale([Parameters.Scale], CPU);
        Round(tensor(Values), new RoundingScales(scale)).sum().backward();
        Assert.AreEqual(Expected, scale.Factor.grad!.item<float>(), 1e-3 * Math.Abs(Expected));
    }

    [TestMethod]
    [DataRow(0.4f, 1)]
    [DataRow(0.5f, 0.5)]
    [DataRow(0.6f, 0)]
    public void AScaleBelowItsFloorGetsNoGradient(float floor, double share)
    {
        using var scope = NewDisposeScope();
        var scale = new LearnedScale([Parameters.Scale], CPU);
        var scales = new RoundingScales(scale, [floor]);
        Round(tensor(Values), scales).sum().backward();
        Assert.AreEqual(Math.Max(floor, Parameters.Scale), scales.Values[0]);
        Assert.AreEqual(share * Expected, scale.Factor.grad!.item<float>(), 1e-3 * Math.Abs(Expected));
    }

    [TestMethod]
    public void AScaleThatDoesNotLearnGetsNone()
    {
        using var scope = NewDisposeScope();
        var scale = new LearnedScale([Parameters.Scale], CPU) { Learns = false };
        Round(tensor(Values, requires_grad: true), new RoundingScales(scale)).sum().backward();
        Assert.IsNull(scale.Factor.grad);
    }

    // By the scale over where it began, so times that.
    private static double Expected => Values.Sum(StepGradient) / Math.Sqrt(Values.Length * 255.0) / Parameters.Scale;

    private static RoundingScales Scale() => new([Parameters.Scale], []);

    /// <summary>Equation 3 of the paper, the zero point taken into account.</summary>
    private static double StepGradient(float value)
    {
        double steps = value / (double)Parameters.Scale;
        return steps <= -3 ? -3 : steps >= 252 ? 252 : Math.Round(steps, MidpointRounding.ToEven) - steps;
    }

    private static Tensor Round(Tensor values, RoundingScales scales) => FakeQuantizeFunction.Apply(values, scales, new QuantizationGrid(0, 255, Parameters.ZeroPoint));
}
