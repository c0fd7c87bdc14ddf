namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Sums over some values of a row of one output, FP32's and the errors of INT8; those of two lots of values add up.</summary>
/// <param name="Count">How many values are finite in FP32: others cannot be kept by INT8, and would leave no number of the rest.</param>
/// <param name="Sum">The values.</param>
/// <param name="Squares">Their squares.</param>
/// <param name="Error">What INT8 lacks.</param>
/// <param name="Errors">The squares of that.</param>
internal readonly record struct RowNoise(long Count, double Sum, double Squares, double Error, double Errors)
{
    public static RowNoise operator +(RowNoise a, RowNoise b) => new(a.Count + b.Count, a.Sum + b.Sum, a.Squares + b.Squares, a.Error + b.Error, a.Errors + b.Errors);

    public static RowNoise Measure(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double sum = 0;
        double squares = 0;
        double error = 0;
        double errors = 0;
        long count = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double value = expected[i];
            if (double.IsFinite(value))
            {
                double difference = value - actual[i];
                sum += value;
                squares += value * value;
                error += difference;
                errors += difference * difference;
                count++;
            }
        }

        return new RowNoise(count, sum, squares, error, errors);
    }
}
