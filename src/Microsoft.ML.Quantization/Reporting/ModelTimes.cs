namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Microseconds of processor time that a row takes; NaN where it was not measured.</summary>
/// <param name="Rows">The rows that were scored each time; 0 where there were none.</param>
/// <param name="Model">The whole model, the medians.</param>
/// <param name="Stages">Each stage alone, the medians.</param>
/// <param name="Rounds">The whole model in each round.</param>
internal sealed record ModelTimes(int Rows, Pair<double> Model, IReadOnlyList<Pair<double>> Stages, IReadOnlyList<Pair<double>> Rounds)
{
    private static readonly Pair<double> Unknown = new(double.NaN, double.NaN);

    public static ModelTimes None(int stages) => new(0, Unknown, [.. Enumerable.Repeat(Unknown, stages)], []);
}
