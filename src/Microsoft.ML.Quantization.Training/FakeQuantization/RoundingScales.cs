using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>
/// The scales of one rounding, as numbers: there are few of them, and a tensor operator costs more than all of their arithmetic. Those
/// that learn know how the parameter behind them gets its gradient.
/// </summary>
internal sealed class RoundingScales
{
    private readonly float[] _starts = [];
    private readonly float[] _learned = [];
    private readonly float[]? _floor;

    /// <summary>Scales that do not learn.</summary>
    /// <param name="values">One, or one for each index of the grid's axis.</param>
    /// <param name="shape">Their shape: empty for one scale of a whole tensor.</param>
    public RoundingScales(float[] values, long[] shape) => (Values, Shape) = (values, shape);

    /// <summary>Scales that learn where their parameter does.</summary>
    /// <param name="scale">The parameter.</param>
    /// <param name="floor">What they are raised to; <see langword="null"/> for nothing.</param>
    public RoundingScales(LearnedScale scale, float[]? floor = null)
        : this(scale.Values, scale.Shape)
    {
        (_starts, _learned, _floor, Parameter) = (scale.Starts, Values, floor, scale.Factor);
        Values = floor == null ? Values : Raised(Values, floor);
    }

    public float[] Values { get; }

    public long[] Shape { get; }

    /// <summary>What learns, if it does at the time.</summary>
    public Parameter? Parameter { get; }

    public static float[] Raised(float[] values, float[] floor) => [.. values.Zip(floor, MathF.Max)];

    public Tensor ToTensor(Device device) => tensor(Values, Shape, device: device);

    /// <summary>The gradient of the parameter, relative to where learning began.</summary>
    /// <param name="sums">The derivative by each scale times the scale.</param>
    /// <param name="scaling">By what the number of values and levels scales gradients.</param>
    public float[] Gradient(float[] sums, double scaling)
    {
        var gradient = new float[sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            float slope = sums[i] / Values[i] * (float)scaling / (_starts[i] * _starts[i]);
            gradient[i] = Share(i, slope) * _starts[i];
        }

        return gradient;
    }

    // The gradient of a maximum: all or nothing, or half where both are the same.
    private float Share(int index, float slope) =>
        _floor == null || _learned[index] > _floor[index] ? slope : _learned[index] == _floor[index] ? slope / 2 : _learned[index] < _floor[index] ? 0 : slope;
}
