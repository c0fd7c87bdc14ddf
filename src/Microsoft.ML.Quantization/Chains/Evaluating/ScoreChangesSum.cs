using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Adds up what changes from one model to the other.</summary>
internal sealed class ScoreChangesSum(bool isBinary, bool hasLabels)
{
    private readonly List<float> _binaryTies = [];
    private long _changed;
    private long _differing;
    private long _rows;
    private double _signal;
    private double _noise;
    private double _count;
    private double _largest;
    private double _probability = double.NaN;
    private double _margin = double.NaN;
    private float _largestFalse = float.NegativeInfinity;
    private float _smallestTrue = float.PositiveInfinity;

    public double Sqnr => 10 * Math.Log10(_signal / _noise);

    public double Agreement => 1 - ((double)_differing / _rows);

    /// <summary>What the share of rows that are decided otherwise does not exceed.</summary>
    public double LargestLoss(double level) => ClopperPearson.UpperBound(_differing, _rows, level);

    public void Add(Prediction expected, Prediction actual, bool sameLabel)
    {
        _rows++;
        _changed += expected.Scores.Zip(actual.Scores).Any(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second)) ? 1 : 0;
        var noise = OutputNoise.Measure(expected.Scores, actual.Scores);
        (_signal, _noise, _count) = (_signal + noise.Signal, _noise + noise.Noise, _count + noise.Count);
        _largest = Math.Max(_largest, expected.Scores.Zip(actual.Scores).Where(pair => float.IsFinite(pair.First)).Select(pair => Math.Abs((double)pair.First - pair.Second)).DefaultIfEmpty().Max());
        if (!float.IsNaN(expected.Probability))
        {
            _probability = Math.Max(double.IsNaN(_probability) ? 0 : _probability, Math.Abs((double)expected.Probability - actual.Probability));
        }

        Decided(expected, sameLabel);
    }

    public ScoreChanges ToChanges(double level)
    {
        double size = Math.Sqrt(_signal / _count);
        return new ScoreChanges
        {
            Rows = _rows,
            HasLabels = hasLabels,
            ChangedRows = _changed,
            DifferingRows = _differing,
            DifferingShare = ClopperPearson.Interval(_differing, _rows, level),
            LargestMargin = Relative(isBinary && _binaryTies.Count > 0 ? _binaryTies.Max(score => Math.Abs(score - Threshold())) : _margin, size),
            LargestScoreChange = Relative(_largest, size),
            RootMeanSquareScoreChange = Relative(Math.Sqrt(_noise / _count), size),
            LargestProbabilityChange = _probability,
        };
    }

    private void Decided(Prediction expected, bool sameLabel)
    {
        if (isBinary && expected.IsTrue)
        {
            _smallestTrue = Math.Min(_smallestTrue, expected.Scores[0]);
        }
        else if (isBinary)
        {
            _largestFalse = Math.Max(_largestFalse, expected.Scores[0]);
        }

        if (sameLabel)
        {
            return;
        }

        _differing++;
        if (isBinary)
        {
            _binaryTies.Add(expected.Scores[0]);
        }
        else if (expected.Scores.Length > 1)
        {
            float[] sorted = [.. expected.Scores.OrderDescending()];
            _margin = Math.Max(double.IsNaN(_margin) ? 0 : _margin, (double)sorted[0] - sorted[1]);
        }
    }

    /// <summary>ML.NET keeps the threshold to itself. It is 0 unless it was changed, and lies between the rows that are decided one way and the other.</summary>
    private double Threshold() => 0 >= _largestFalse && 0 <= _smallestTrue ? 0 : float.IsInfinity(_largestFalse) ? _smallestTrue : _largestFalse;

    private static double Relative(double value, double size) => value == 0 ? 0 : value / size;
}
