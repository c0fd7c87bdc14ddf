namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Refuses options that make no sense before any work is done.</summary>
internal static class DetectionOptionsCheck
{
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static void Check(DetectionOptions? options)
    {
        if (options == null)
        {
            return;
        }

        if (string.IsNullOrEmpty(options.BoundingBoxColumnName))
        {
            throw new ArgumentException($"{nameof(options.BoundingBoxColumnName)} names no column. Leave it at its default where the labels have no boxes.", nameof(options));
        }

        Defined(options.BoxFormat, nameof(options.BoxFormat));
        Defined(options.ScoreFormat, nameof(options.ScoreFormat));
        Within(options.ClassCount, 1, int.MaxValue, nameof(options.ClassCount));
        Within(options.BackgroundClass, -1, int.MaxValue, nameof(options.BackgroundClass));
        Within(options.MaxDetections, 1, int.MaxValue, nameof(options.MaxDetections));
        Within(options.SuppressionThreshold, 0, 1, nameof(options.SuppressionThreshold));
        Within(options.ScoreThreshold, float.MinValue, float.MaxValue, nameof(options.ScoreThreshold));
        Within(options.AgreementThreshold, options.ScoreThreshold ?? DetectionOptions.DefaultScoreThreshold, float.MaxValue, nameof(options.AgreementThreshold));
        Within(options.BoxScaleX, float.Epsilon, float.MaxValue, nameof(options.BoxScaleX));
        Within(options.BoxScaleY, float.Epsilon, float.MaxValue, nameof(options.BoxScaleY));
    }

    private static void Defined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"There is no such value; there are {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    private static void Within(double? value, double least, double most, string name)
    {
        if (value is { } known && !(known >= least && known <= most))
        {
            throw new ArgumentOutOfRangeException(name, known, $"{name} must be {least} to {most}.");
        }
    }
}
