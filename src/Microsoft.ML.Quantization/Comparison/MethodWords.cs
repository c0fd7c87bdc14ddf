namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Says of each method what it is best for, and what speaks against it.</summary>
internal static class MethodWords
{
    private const double SmallerBy = 0.99;
    private const double QuickerBy = 0.67;
    private static readonly TimeSpan QuickerByAtLeast = TimeSpan.FromSeconds(0.5);

    /// <param name="methods">FP32 and the others.</param>
    /// <param name="reference">What FP32 is called in a sentence.</param>
    public static void Write(IReadOnlyList<ComparedMethod> methods, string reference = MeasuredMethods.Float)
    {
        methods[0].BestFor = "the reference: nothing is lost";
        foreach (var method in methods.Skip(1).Where(method => method is { IsUsable: true, Elsewhere: not null }))
        {
            method.BestFor = $"for {method.Elsewhere}: scored here by ONNX Runtime, not timed, as it runs elsewhere";
        }

        ComparedMethod[] usable = [.. methods.Skip(1).Where(method => method is { IsUsable: true, Elsewhere: null })];
        foreach (var method in usable)
        {
            ComparedMethod[] others = [.. usable.Where(other => other != method)];
            method.BestFor = string.Join("; ", Words(method, others, usable, reference));
        }
    }

    private static IEnumerable<string> Words(ComparedMethod method, ComparedMethod[] others, ComparedMethod[] all, string reference)
    {
        foreach (string? words in new[] { Accuracy(method, others, all), Speed(method, others, all, reference), Size(method, others), Making(method, others), Against(method, others) })
        {
            if (words != null)
            {
                yield return words;
            }
        }
    }

    private static string? Accuracy(ComparedMethod method, ComparedMethod[] others, ComparedMethod[] all)
    {
        var best = MethodOrder.MostAccurate(all);
        int alike = others.Count(other => MethodOrder.AreAsAccurate(method, other));
        return others.Length == 0 || double.IsNaN(method.Loss) ? null
            : method != best && method.Loss == best.Loss && method.Sqnr == best.Sqnr ? $"the same results as {best.Name}"
            : method != best ? (MethodOrder.AreAsAccurate(method, best) ? $"accuracy not told apart from {best.Name}" : null)
            : alike == 0 ? "most accurate"
            : $"least lost on these rows, not told apart from {(alike == others.Length ? "any other" : $"{alike} other{(alike == 1 ? "" : "s")}")}";
    }

    private static string? Speed(ComparedMethod method, ComparedMethod[] others, ComparedMethod[] all, string reference)
    {
        if (MethodOrder.IsSlowerThanFloat(method))
        {
            return $"slower than {reference} here";
        }

        return others.Length > 0 && method == MethodOrder.Fastest(all) && !Array.Exists(others, other => MethodOrder.AreAsFast(method, other)) ? "fastest" : null;
    }

    private static string? Size(ComparedMethod method, ComparedMethod[] others) =>
        others.Length > 0 && Array.TrueForAll(others, other => method.Bytes < SmallerBy * other.Bytes) ? "smallest" : null;

    private static string? Making(ComparedMethod method, ComparedMethod[] others) =>
        others.Length > 0 && Array.TrueForAll(others, other => method.MakingTime < QuickerBy * other.MakingTime && method.MakingTime + QuickerByAtLeast < other.MakingTime)
            ? "quickest to make"
            : null;

    /// <summary>What another has over it where it has nothing over that one.</summary>
    private static string? Against(ComparedMethod method, ComparedMethod[] others)
    {
        var better = others.Where(other => !MethodOrder.AreAsAccurate(method, other) && other.Loss < method.Loss
            && (MethodOrder.AreAsFast(method, other) || other.LatencyRatio < method.LatencyRatio)).ToArray();
        return better.Length > 0 ? $"{MethodOrder.MostAccurate(better).Name} loses less and is no slower"
            : MethodOrder.LosesForCertain(method) ? "loses for certain" : null;
    }
}
