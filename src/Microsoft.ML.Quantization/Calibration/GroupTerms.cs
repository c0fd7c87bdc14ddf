using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// What the groups of bins that <see cref="EntropySearch"/> merges add to the cross entropy. The groups of a candidate are all of one width or one bin
/// wider, so a logarithm for each bin and width serves all candidates. Candidates are asked for in ascending order.
/// </summary>
internal sealed class GroupTerms
{
    private readonly int _levels;
    private readonly long[] _counts;
    private readonly int[] _occupied;

    /// <summary>For each bin that a group may start at, the terms of the narrower and of the wider group.</summary>
    private readonly double[] _terms;

    private int _width;

    public GroupTerms(ReadOnlySpan<long> bins, int levels)
    {
        _levels = levels;
        _counts = new long[bins.Length + 1];
        _occupied = new int[bins.Length + 1];
        _terms = new double[2 * bins.Length];
        for (int i = 0; i < bins.Length; i++)
        {
            _counts[i + 1] = _counts[i] + bins[i];
            _occupied[i + 1] = _occupied[i] + (bins[i] > 0 ? 1 : 0);
        }
    }

    public int Bins => _counts.Length - 1;

    /// <summary>The values in so many bins.</summary>
    public long Inside(int length) => _counts[length];

    /// <summary>The cross entropy of a candidate, times its values; <paramref name="outliers"/> are in its last bin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Cross(int length, long outliers)
    {
        Widen(length / _levels);

        // Group g ends at g * length / levels, rounded up: steps of the narrower width, and of one more whenever the fractions come to a whole.
        int fraction = length % _levels;
        int carried = _levels - 1;
        int start = 0;
        int last = 0;
        double cross = 0.0;
        double[] terms = _terms;
        for (int group = 0; group < _levels; group++)
        {
            carried += fraction;
            int wider = carried >= _levels ? 1 : 0;
            carried -= wider * _levels;
            last = start;
            cross += terms[(2 * start) + wider];
            start += _width + wider;
        }

        return cross + TimesLog(outliers, Level(last, length));
    }

    public static double TimesLog(double factor, double value) => factor == 0.0 ? 0.0 : factor * Math.Log(value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Widen(int width)
    {
        if (width == _width)
        {
            return;
        }

        bool isNext = width == _width + 1 && _width > 0;
        _width = width;
        for (int start = 0; start + width <= Bins; start++)
        {
            _terms[2 * start] = isNext ? _terms[(2 * start) + 1] : Term(start, start + width);
            _terms[(2 * start) + 1] = start + width < Bins ? Term(start, start + width + 1) : 0.0;
        }
    }

    private double Term(int start, int end) => TimesLog(_counts[end] - _counts[start], Level(start, end));

    /// <summary>The height of a group that is spread over those of its bins that are not empty.</summary>
    private double Level(int start, int end)
    {
        long mass = _counts[end] - _counts[start];
        return mass == 0 ? 0.0 : mass / (double)(_occupied[end] - _occupied[start]);
    }
}
