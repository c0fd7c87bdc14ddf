namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What some values of a row of one output are like: their sums, and where the largest is, the first of equal ones. It changes in place, as it stands in a loop over all values.</summary>
internal struct ColumnSums
{
    private long _count;
    private double _sum;
    private double _squares;
    private double _error;
    private double _errors;
    private float _expected = float.NegativeInfinity;
    private float _actual = float.NegativeInfinity;
    private int _expectedPlace = -1;
    private int _actualPlace = -1;

    public ColumnSums()
    {
    }

    public readonly RowNoise Noise => new(_count, _sum, _squares, _error, _errors);

    /// <summary>Whether the largest value is at the same place in both.</summary>
    public readonly bool Agrees => _expectedPlace == _actualPlace;

    /// <summary>Adds a value; values come in the order of their places.</summary>
    public void Add(float expected, float actual, int place)
    {
        if (expected > _expected || _expectedPlace < 0)
        {
            (_expected, _expectedPlace) = (expected, place);
        }

        if (actual > _actual || _actualPlace < 0)
        {
            (_actual, _actualPlace) = (actual, place);
        }

        if (float.IsFinite(expected))
        {
            double value = expected;
            double difference = value - actual;
            _sum += value;
            _squares += value * value;
            _error += difference;
            _errors += difference * difference;
            _count++;
        }
    }

    public void Add(in ColumnSums other)
    {
        var noise = Noise + other.Noise;
        (_count, _sum, _squares, _error, _errors) = (noise.Count, noise.Sum, noise.Squares, noise.Error, noise.Errors);
        (_expected, _expectedPlace) = Larger(_expected, _expectedPlace, other._expected, other._expectedPlace);
        (_actual, _actualPlace) = Larger(_actual, _actualPlace, other._actual, other._actualPlace);
    }

    private static (float Value, int Place) Larger(float a, int placeOfA, float b, int placeOfB) =>
        placeOfA < 0 || (placeOfB >= 0 && (b > a || (b == a && placeOfB < placeOfA))) ? (b, placeOfB) : (a, placeOfA);
}
