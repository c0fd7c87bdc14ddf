namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>
/// Signal and noise of an output over rows, the mean of each row removed: what all values of a row share, as the height that logits lie at, decides
/// nothing and would hide what does.
/// </summary>
internal sealed class OutputNoiseSum
{
    /// <summary>A signal smaller than this part of the whole is rounding: the values of a row are all the same.</summary>
    private const double Nothing = 1e-12;

    private double _signal;
    private double _noise;
    private double _centredSignal;
    private double _centredNoise;
    private double _sum;
    private long _rows;
    private bool _isSingle = true;

    /// <summary>In decibels; positive infinity where there is no noise, NaN where there are no values.</summary>
    public double Decibels
    {
        get
        {
            var (signal, noise) = Powers;
            return noise == 0 && _rows > 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise);
        }
    }

    /// <summary>Noise over signal; 0 where there is no noise, or no signal.</summary>
    public double Ratio => Powers.Signal > 0 ? Powers.Noise / Powers.Signal : 0;

    private (double Signal, double Noise) Powers
    {
        get
        {
            var (signal, noise) = _isSingle ? (_signal - (_sum * _sum / Math.Max(1, _rows)), _noise) : (_centredSignal, _centredNoise);
            return signal > Nothing * _signal ? (signal, noise) : (_signal, _noise);
        }
    }

    /// <summary>Adds a row, as many values of each.</summary>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) => Add(RowNoise.Measure(expected, actual));

    /// <summary>Adds a row.</summary>
    public void Add(RowNoise row)
    {
        if (row.Count == 0)
        {
            return;
        }

        _rows++;
        _isSingle &= row.Count == 1;
        _sum += row.Sum;
        _signal += row.Squares;
        _noise += double.IsNaN(row.Errors) ? double.PositiveInfinity : row.Errors;
        _centredSignal += Math.Max(0, row.Squares - (row.Sum * row.Sum / row.Count));
        _centredNoise += double.IsFinite(row.Errors) ? Math.Max(0, row.Errors - (row.Error * row.Error / row.Count)) : double.PositiveInfinity;
    }
}
