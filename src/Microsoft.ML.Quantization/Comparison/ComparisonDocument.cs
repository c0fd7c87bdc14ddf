using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Makes a report of a comparison.</summary>
internal static class ComparisonDocument
{
    /// <summary>A loss of this share that is certain is a problem whatever the model is for.</summary>
    private const double Broken = 0.05;

    private const double Noticeable = 0.005;

    public static ReportDocument Create(QuantizationComparison comparison)
    {
        var document = comparison.Report is { } report ? ReportDocument.Create(report)
            : comparison.TrainedReport is { } trained ? TrainedModelDocument.Create(trained)
            : new ReportDocument { Title = comparison.ModelName };
        var reference = comparison.Methods[0];
        return document with
        {
            Title = comparison.ModelName,
            Verdict = VerdictOf(comparison),
            Metric = comparison.Metric,
            Methods = [.. comparison.Methods.Select(method => Row(method, comparison, reference))],
            Recommended = comparison.Recommended.Name,
            SharedSeconds = comparison.ObservationTime.TotalSeconds,
            Reference = comparison.Methods[0].Name,
            Front = Front(comparison),
            Layers = [.. comparison.Layers.Select(layer => new LayerShare(layer.NodeName, layer.OperatorType, layer.ErrorShare, IsQuantized(layer, comparison.Report)))],
            Warnings = [.. comparison.Methods.Where(method => !method.IsUsable).Select(method => $"'{method.Name}' has no result: {method.Error}"), .. document.Warnings],
        };
    }

    private static Verdict VerdictOf(QuantizationComparison comparison)
    {
        var taken = comparison.Recommended;
        bool isFloat = taken == comparison.Methods[0];
        bool certain = MethodOrder.LosesForCertain(taken) && comparison.Metric.IsShare;
        var level = isFloat || (certain && taken.DecidingLossInterval.Low > Broken) ? VerdictLevel.Bad
            : (certain && taken.Loss > Noticeable) || !MethodOrder.IsFasterThanFloat(taken) ? VerdictLevel.Caution
            : VerdictLevel.Good;
        string headline = isFloat ? $"Stay with {comparison.ComparedWords.Reference}." : $"Take {taken.Name}.";
        string shared = comparison.ComparedWords != ComparedWords.OfOnnx ? $"All models scored the same {Words.Whole(comparison.Rows)} rows." : $"One pass over {Words.Whole(comparison.CalibrationRows)} calibration rows, {Words.Fixed(comparison.ObservationTime.TotalSeconds, 1)} s, serves all post-training methods; all models scored the same {Words.Whole(comparison.Rows)} rows.";
        return new Verdict(level, headline, [.. new[] { comparison.Reason, comparison.FamilyNote, shared, comparison.RowsNote }.OfType<string>()]);
    }

    private static MethodRow Row(ComparedMethod method, QuantizationComparison comparison, ComparedMethod reference)
    {
        bool isFloat = method == reference;
        return new MethodRow(method.Name)
        {
            FloatAccuracy = Known(reference.Accuracy),
            QuantizedAccuracy = isFloat ? null : Known(method.Accuracy),
            Loss = isFloat ? null : Known(method.Loss),
            LossLow = isFloat ? null : Known(method.LossInterval.Low),
            LossHigh = isFloat ? null : Known(method.LossInterval.High),
            Agreement = isFloat ? null : Known(method.Agreement),
            Sqnr = isFloat ? null : Known(method.Sqnr),
            Rows = method.IsUsable && comparison.Rows > 0 ? comparison.Rows : null,
            Seconds = isFloat ? null : method.MakingTime.TotalSeconds,
            FloatMilliseconds = Milliseconds(reference),
            QuantizedMilliseconds = isFloat ? null : Milliseconds(method),
            LatencyRatio = Known(method.LatencyRatio),
            RowsPerSecond = Known(method.RowsPerSecond),
            Bytes = method.IsUsable ? method.Bytes : null,
            PeakMemoryBytes = method.PeakMemoryBytes,
            Effort = method.Effort,
            BestFor = method.Error is { } error ? $"failed: {error}" : method.BestFor,
            Error = method.Error,
        };
    }

    /// <summary>Those that no other one is both faster and more accurate than, as measured.</summary>
    private static FrontPoint[] Front(QuantizationComparison comparison)
    {
        ComparedMethod[] measured = [.. comparison.Methods.Where(method => double.IsFinite(method.LatencyRatio) && double.IsFinite(method.Loss))];
        return measured.Length < 2
            ? []
            : [.. measured.Select(method => new FrontPoint(method.Name, method.LatencyRatio, method.Loss, !Array.Exists(measured, other => Beats(other, method))))];
    }

    /// <summary>By the numbers as they are shown: what differs by less is a matter of chance.</summary>
    private static bool Beats(ComparedMethod first, ComparedMethod second)
    {
        int ratio = Math.Round(first.LatencyRatio, 2).CompareTo(Math.Round(second.LatencyRatio, 2));
        int loss = Math.Round(first.Loss, 5).CompareTo(Math.Round(second.Loss, 5));
        return ratio <= 0 && loss <= 0 && (ratio < 0 || loss < 0);
    }

    /// <summary>All layers were measured in INT8; the recommended model may leave some in FP32.</summary>
    private static bool IsQuantized(LayerSensitivity layer, QuantizationReport? report) => report?.Nodes.FirstOrDefault(node => node.Name == layer.NodeName)?.IsQuantized ?? true;

    private static double? Milliseconds(ComparedMethod method) => method.Latency > TimeSpan.Zero ? method.Latency.TotalMilliseconds : null;

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
