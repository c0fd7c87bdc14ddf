using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Timing;

/// <summary>Models that are open together and warm, and are timed in turn.</summary>
internal sealed class OpenModels : IDisposable
{
    private const int FewestTurns = 3;
    private const int MostTurns = 25;
    private static readonly TimeSpan EnoughForEach = TimeSpan.FromSeconds(0.01);

    /// <summary>Runs that take so long differ little from turn to turn.</summary>
    private static readonly TimeSpan LongForEach = TimeSpan.FromSeconds(0.15);

    private readonly List<IOpenModel> _models = [];
    private readonly TimeProvider _clock;

    public OpenModels(IReadOnlyList<Func<IOpenModel>> models, TimeProvider clock)
    {
        _clock = clock;
        long start = clock.GetTimestamp();
        try
        {
            foreach (var open in models)
            {
                _models.Add(open());
            }

            OpeningTime = clock.GetElapsedTime(start);
            _models.ForEach(model => model.Time());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How long it took to open them all.</summary>
    public TimeSpan OpeningTime { get; }

    /// <summary>The median time of each in milliseconds, over turns that go on for at least a quarter of what the opening took.</summary>
    public double[] Medians()
    {
        List<double>[] times = [.. _models.Select(_ => new List<double>())];
        TimeSpan[] enough = [EnoughForEach * _models.Count, OpeningTime / 4];
        long start = _clock.GetTimestamp();
        do
        {
            for (int i = 0; i < _models.Count; i++)
            {
                // The first run after another model's pays for the caches that one filled.
                _models[i].Time();
                times[i].Add(_models[i].Time().TotalMilliseconds);
            }
        }
        while (times[0].Count < MostTurns && _clock.GetElapsedTime(start) < (times[0].Count < FewestTurns ? LongForEach * _models.Count : enough.Max()));
        return Array.ConvertAll(times, list => MedianInterval.Median([.. list.Order()]));
    }

    public void Dispose() => _models.ForEach(model => model.Dispose());
}
