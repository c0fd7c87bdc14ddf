using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The mean squared error that a quantizer makes on the values of a sketch, rounding and clipping together. Values count as the
/// centre of their bin; zeros have no error. With prefix sums of the first moments a quantizer costs one step for each of its levels.
/// </summary>
internal sealed class ExpectedSquaredError
{
    private readonly double[] _mass;
    private readonly double[] _sum;
    private readonly double[] _squares;
    private readonly double _origin;
    private readonly double _width;
    private readonly long _count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ExpectedSquaredError(TensorSketch sketch)
    {
        MagnitudeHistogram histogram = sketch.Histogram;
        int negatives = histogram.Negative.Length;
        int bins = negatives + histogram.Positive.Length;
        _origin = -negatives;
        _width = histogram.BinWidth;
        _count = sketch.FiniteCount;
        _mass = new double[bins + 1];
        _sum = new double[bins + 1];
        _squares = new double[bins + 1];
        for (int i = 0; i < bins; i++)
        {
            double mass = i < negatives ? histogram.Negative[negatives - 1 - i] : histogram.Positive[i - negatives];
            double centre = _origin + i + 0.5;
            _mass[i + 1] = _mass[i] + mass;
            _sum[i + 1] = _sum[i] + (mass * centre);
            _squares[i + 1] = _squares[i] + (mass * centre * centre);
        }
    }

    /// <summary>The mean of the squared values, in the squared unit of the tensor.</summary>
    public double MeanSquare => _squares[^1] / _count * _width * _width;

    /// <summary>The mean squared error over all finite values, in the squared unit of the tensor.</summary>
    /// <param name="parameters">The quantizer.</param>
    /// <param name="clipping">How many times the error of values beyond its ends counts.</param>
    public double Compute(QuantizationParameters parameters, double clipping) =>
        clipping == 1 ? Compute(parameters) : Compute(parameters) + ((clipping - 1) * Clipped(parameters));

    /// <summary>The mean squared error over all finite values, in the squared unit of the tensor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Compute(QuantizationParameters parameters)
    {
        // In units of a bin: level q stands for (q - zero point) * step, and takes the centres up to half a step above it.
        double step = parameters.Scale / _width;
        double error = 0.0;
        int bins = _mass.Length - 1;
        int start = 0;
        for (int q = parameters.QuantizedMinimum; q <= parameters.QuantizedMaximum && start < bins; q++)
        {
            double level = (q - parameters.ZeroPoint) * step;
            double bound = Math.Ceiling(level + (step / 2.0) - _origin - 0.5);
            int end = q == parameters.QuantizedMaximum || bound >= bins ? bins : Math.Max(start, (int)bound);
            double mass = _mass[end] - _mass[start];
            error += _squares[end] - _squares[start] - (level * ((2.0 * (_sum[end] - _sum[start])) - (level * mass)));
            start = end;
        }

        return Math.Max(0.0, error) / _count * _width * _width;
    }

    /// <summary>The part of the error that values beyond the ends make: no range does better, and it takes next to no time.</summary>
    public double Clipped(QuantizationParameters parameters)
    {
        double step = parameters.Scale / _width;
        double low = (parameters.QuantizedMinimum - parameters.ZeroPoint) * step, high = (parameters.QuantizedMaximum - parameters.ZeroPoint) * step;
        int bins = _mass.Length - 1;
        int below = (int)Math.Clamp(Math.Ceiling(low - _origin - 0.5), 0, bins), above = (int)Math.Clamp(Math.Ceiling(high - _origin - 0.5), below, bins);
        return Math.Max(0.0, From(0, below, low) + From(above, bins, high)) / _count * _width * _width;

        double From(int start, int end, double level) =>
            _squares[end] - _squares[start] - (level * ((2.0 * (_sum[end] - _sum[start])) - (level * (_mass[end] - _mass[start]))));
    }
}
