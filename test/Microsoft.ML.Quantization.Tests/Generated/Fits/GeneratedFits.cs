using System.Collections.Concurrent;

namespace Microsoft.ML.Quantization.Tests.Generated.Fits;

/// <summary>What became of many generated models.</summary>
internal sealed class GeneratedFits
{
    public List<GeneratedFit> Results { get; private init; } = [];

    /// <summary>Exceptions, with the seed.</summary>
    public IReadOnlyList<string> Failures { get; private init; } = [];

    /// <summary>The median signal-to-noise ratio of those that INT8 changes.</summary>
    public double Median => Changed.Select(fit => fit.Decibels).Order().ElementAtOrDefault(Changed.Length / 2);

    private GeneratedFit[] Changed => [.. Results.Where(fit => fit.QuantizedNodes > 0)];

    public static GeneratedFits Run(IEnumerable<int> seeds, QuantizationOptions options, int width = 4, int side = 8)
    {
        ConcurrentBag<GeneratedFit> results = [];
        ConcurrentBag<string> failures = [];

        // ML.NET's saver waits for tasks of the thread pool. Without a bound every thread that the pool adds for them would begin another model, and wait too.
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            try
            {
                results.Add(GeneratedFit.Run(GeneratedModel.Create(seed, width, side), options));
            }
            catch (Exception e)
            {
                failures.Add($"seed {seed}: {e.GetType().Name}: {e.Message}");
            }
        });
        return new GeneratedFits { Results = [.. results.OrderBy(fit => fit.Seed)], Failures = [.. failures.Order(StringComparer.Ordinal)] };
    }

    public override string ToString() =>
        $"{Results.Count} models, {Changed.Length} with INT8 weights, median {Median:0.0} dB, {Results.Count(fit => fit.Decibels < 15)} under 15 dB, {Changed.Count(fit => fit.Warnings.Length > 0)} warned of, {Failures.Count} failures";
}
