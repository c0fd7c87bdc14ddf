using System.Globalization;
using Microsoft.ML.Quantization.TrainedModels.Compact;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>What the report says of quantized trees, in one line.</summary>
internal static class TreeExplanation
{
    public static string Create(SmallerTrees trees, CompactProof? measured)
    {
        var parts = new List<string> { Size(trees.Model) };
        if (trees.Compact is { } compact)
        {
            parts.Add(Rounding(compact, measured));
        }

        if (trees.IsCleared)
        {
            parts.Add("saved without what only training used");
        }

        return string.Join("; ", trees.Note == null ? parts : [.. parts, trees.Note]);
    }

    private static string Size(TreeModel model) =>
        string.Create(CultureInfo.InvariantCulture, $"{model.TreeCount:N0} tree{(model.TreeCount == 1 ? "" : "s")} of {model.LeafCount:N0} leaves, decided in bytes");

    private static string Rounding(CompactTrees compact, CompactProof? measured)
    {
        bool relative = compact.Roundings[0].Ensemble.Aggregation == TreeAggregation.Exponential;
        string score = compact.Roundings.Count > 1 ? "the raw score of a class" : "a score";
        string bound = Error(compact.Roundings.Max(rounding => rounding.StatedError), relative);
        string said = string.Create(CultureInfo.InvariantCulture, $"leaves of {compact.Bits} bits, which change {score} by at most {bound}");
        return measured == null ? said : string.Create(CultureInfo.InvariantCulture, $"{said}, on {measured.Rows:N0} rows by at most {Error(measured.Error, relative)}");
    }

    /// <summary>Two digits, and never less than it is.</summary>
    private static string Error(double error, bool relative)
    {
        double shown = relative ? 100 * error : error;
        double unit = shown > 0 ? Math.Pow(10, Math.Floor(Math.Log10(shown)) - 1) : 1;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(shown / unit) * unit:G2}{(relative ? " %" : "")}");
    }
}
