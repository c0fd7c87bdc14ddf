namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The options that decide what is observed of a model, in words.</summary>
internal static class ObservedOptions
{
    public static string Describe(QuantizationOptions options)
    {
        var request = RecipeRequest.Of(options);
        string[] parts =
        [
            $"effort {options.Effort}", $"target {string.Join(" and ", options.AlsoFor.Prepend(options.Target))}",
            $"passes {request.All}", .. request.Forced == Calibration.RecipeStep.None ? Array.Empty<string>() : [$"of which {request.Forced} whatever they do"],
            .. If(options.CrossLayerEqualization, "equalized"), .. If(!options.OnlyWhereFaster, "INT8 wherever it can be"), .. If(!options.PerChannel, "one scale a weight"), .. If(!options.BiasCorrection, "biases as they are"),
            .. If(options.ExcludedNodes.Count > 0, $"without nodes {string.Join(", ", options.ExcludedNodes.Order(StringComparer.Ordinal))}"),
            .. If(options.ExcludedOperators.Count > 0, $"without {string.Join(", ", options.ExcludedOperators.Order(StringComparer.Ordinal))}"),
        ];
        return string.Join("; ", parts);
    }

    private static string[] If(bool isSo, string text) => isSo ? [text] : [];
}
