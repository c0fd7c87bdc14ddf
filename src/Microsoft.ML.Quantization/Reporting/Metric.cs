namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What accuracy is measured by.</summary>
/// <param name="Name">Its name within a sentence, such as "top-1 accuracy" or "R squared".</param>
/// <param name="IsShare">Whether it is a share, 0 to 1, which is written in percent and its losses in points.</param>
internal sealed record Metric(string Name, bool IsShare)
{
    public string Value(double value) => IsShare ? Words.Percent(value) : Words.Number(value);

    public string Loss(double loss) => IsShare ? $"{Words.Fixed(100 * loss, 2)} points" : Words.Number(loss);

    /// <summary>A loss with its interval, as far as they are known.</summary>
    public string Loss(double? loss, double? low, double? high) => (loss, low, high) switch
    {
        (null, _, _) => Words.Dash,
        ({ } value, { } from, { } to) => $"{Loss(value)} ({Ends(from)} to {Ends(to)})",
        ({ } value, _, _) => Loss(value),
    };

    /// <summary>An interval of losses.</summary>
    public string Losses(double low, double high) => IsShare ? $"{Ends(low)} to {Ends(high)} points" : $"{Ends(low)} to {Ends(high)}";

    private string Ends(double value) => IsShare ? Words.Fixed(100 * value, 2) : Words.Number(value);
}
