namespace Microsoft.ML.Quantization.Reporting;

/// <summary>The numbers of stages and metrics, for tables.</summary>
internal static class StageWords
{
    public static string Bytes(StageRow stage) => stage.Bytes.Before is not { } before ? Words.Dash
        : stage.State == StageState.AsItWas || stage.Bytes.After is not { } after ? Words.Megabytes(before)
        : $"{Words.Megabytes(before)} \u2192 {Words.Megabytes(after)}";

    public static string Time(StageRow stage) => double.IsNaN(stage.Microseconds.Before) ? Words.Dash
        : stage.State == StageState.AsItWas ? Microseconds(stage.Microseconds.Before)
        : $"{Microseconds(stage.Microseconds.Before)} \u2192 {Microseconds(stage.Microseconds.After)}";

    public static string Share(StageRow stage) => double.IsNaN(stage.TimeShare) ? Words.Dash : Words.Percent(stage.TimeShare);

    public static string Microseconds(double value) => value >= 1000 ? Words.Milliseconds(value / 1000) : $"{Words.Fixed(value, value < 1 ? 3 : value < 10 ? 2 : 1)} \u00B5s";

    /// <summary>Before, after, lost.</summary>
    public static string[] Cells(MetricComparison comparison)
    {
        var metric = new Metric(comparison.Name, comparison.IsAccuracy);
        var interval = comparison.Interval;
        return
        [
            metric.Value(comparison.Float),
            metric.Value(comparison.Quantized),
            double.IsNaN(interval.Low) ? metric.Loss(comparison.Loss) : metric.Loss(comparison.Loss, interval.Low, interval.High),
        ];
    }
}
