using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>
/// Which method to take: of those that are not told apart from the most accurate one those that are not told apart from the fastest, of
/// these those that are not much dearer to make than the cheapest, of these the one whose outputs are closest to FP32's.
/// Those for targets that run elsewhere count where there are no others.
/// </summary>
/// <param name="Method">What to take.</param>
/// <param name="Reason">Why, in sentences.</param>
internal sealed record Recommendation(ComparedMethod Method, string Reason)
{
    private const double DearerBy = 10;
    private const int MostNames = 3;

    /// <summary>From which share on a loss that is certain calls for more than another calibration method.</summary>
    private const double LargeLoss = 0.01;

    private static readonly TimeSpan Cheap = TimeSpan.FromSeconds(10);

    /// <param name="methods">FP32 and the others.</param>
    /// <param name="metric">What accuracy is measured by.</param>
    /// <param name="asked">What the models are called; as those of ONNX where nothing is given.</param>
    public static Recommendation Choose(IReadOnlyList<ComparedMethod> methods, Metric metric, ComparedWords? asked = null)
    {
        var words = asked ?? ComparedWords.OfOnnx;
        ComparedMethod[] usable = [.. methods.Skip(1).Where(method => method.IsUsable)];
        usable = Array.Exists(usable, method => method.Elsewhere == null) ? [.. usable.Where(method => method.Elsewhere == null)] : usable;
        if (usable.Length == 0)
        {
            return new Recommendation(methods[0], $"There is no {(words == ComparedWords.OfOnnx ? "INT8" : "quantized")} model to take: each method's error says why.");
        }

        var best = MethodOrder.MostAccurate(usable);
        ComparedMethod[] exact = [.. usable.Where(method => MethodOrder.AreAsAccurate(method, best))];
        var fastest = MethodOrder.Fastest(exact);
        ComparedMethod[] fast = [.. exact.Where(method => MethodOrder.AreAsFast(method, fastest))];
        var limit = (DearerBy * fast.Min(method => method.MakingTime)) + Cheap;
        var taken = fast.Where(method => method.MakingTime <= limit).MaxBy(MethodOrder.Sqnr)!;
        string loss = Loss(taken, metric, words.Reference);
        if (MethodOrder.LosesForCertain(taken) && !MethodOrder.IsFasterThanFloat(taken) && taken.Elsewhere == null)
        {
            return new Recommendation(methods[0], $"{Words.Capital(words.Other)} gains no speed on this machine ({taken.Name}: {Words.Percent(taken.LatencyRatio)} of {words.Reference}'s time) and costs accuracy. {loss}");
        }

        return new Recommendation(taken, string.Join(' ', new[] { loss, Others(taken, exact, usable), Choice(taken, exact, fast, words.Reference), Speed(taken, words.Reference), words == ComparedWords.OfOnnx ? Advice(taken, metric) : "" }.Where(part => part.Length > 0)));
    }

    private static string Loss(ComparedMethod method, Metric metric, string reference)
    {
        var interval = method.LossInterval;
        string ends = double.IsNaN(interval.Low) ? "the rows are too few for an interval" : $"{100 * interval.Level:0.##} % interval {metric.Losses(interval.Low, interval.High)}";
        string change = method.Loss < 0 ? $"{metric.Loss(-method.Loss)} better" : $"{metric.Loss(method.Loss)} worse";
        return double.IsNaN(method.Loss) ? "No accuracy was measured."
            : method.Loss == 0 && double.IsPositiveInfinity(method.Sqnr) && reference != MeasuredMethods.Float ? $"Every score is the same as {reference}'s, bit for bit."
            : MethodOrder.LosesForCertain(method) ? $"{Words.Capital(metric.Name)} is {change} than {reference}'s, and that is certain ({ends})."
            : MethodOrder.GainsForCertain(method) ? $"{Words.Capital(metric.Name)} is {change} than {reference}'s ({ends})."
            : interval.Contains(0) || double.IsNaN(interval.Low) ? $"{Words.Capital(metric.Name)} is {change} than {reference}'s on these rows, which is not told from no change ({ends} lost)."
            : $"{Words.Capital(metric.Name)} is {change} than {reference}'s on these rows, which is not told from no change where so many methods are compared ({ends} lost by itself).";
    }

    private static string Others(ComparedMethod taken, ComparedMethod[] exact, ComparedMethod[] usable)
    {
        string[] alike = [.. exact.Where(method => method != taken).Select(method => method.Name)];
        return usable.Length == 1 ? ""
            : alike.Length == 0 ? "It is the most accurate one."
            : alike.Length == usable.Length - 1 ? "These rows tell none of the others apart from the most accurate one."
            : $"These rows do not tell it apart in accuracy from {List(alike)}.";
    }

    private static string Choice(ComparedMethod taken, ComparedMethod[] exact, ComparedMethod[] fast, string reference)
    {
        if (fast.Length == 1)
        {
            return exact.Length == 1 ? "" : "Of these it is the fastest.";
        }

        string speed = fast.Length < exact.Length ? "Of these it is one of the fastest" : "They take the same time as far as can be told";
        return $"{speed}, and of those that are cheap to make its outputs are closest to {reference}'s ({Words.Decibels(taken.Sqnr)}).";
    }

    private static string Speed(ComparedMethod taken, string reference) =>
        MethodOrder.IsFasterThanFloat(taken) ? $"It takes {Words.Percent(taken.LatencyRatio)} of {reference}'s time."
        : taken.Elsewhere is { } target ? $"Its time on {target} is not measured here."
        : double.IsNaN(taken.LatencyRatio) ? ""
        : MethodOrder.IsSlowerThanFloat(taken) ? $"It is slower than {reference} on this machine (ratio {Words.Fixed(taken.LatencyRatio, 2)}): take it for its size alone."
        : $"It is not faster than {reference} on this machine: take it for its size alone.";

    private static string Advice(ComparedMethod taken, Metric metric) =>
        metric.IsShare && MethodOrder.LosesForCertain(taken) && taken.Loss > LargeLoss
            ? "If that is too much, set QuantizationBudget.MaxAccuracyLoss, which leaves nodes in FP32, or train (QuantizeAware)."
            : "";

    private static string List(string[] names) => string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
}
