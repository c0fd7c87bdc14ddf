namespace Microsoft.ML.Quantization.Timing;

/// <summary>
/// Times models on one row in rounds in which each has its turns, so that a change in the machine's speed meets all. A round opens all of them
/// anew: where weights come to lie in memory changes the time of a small model by some percent for as long as it is open, so rounds that
/// shared an opening would agree with each other more than with the next measurement. What is slow to open, which is large, so that its place
/// matters less, is opened anew for the first rounds and then for every few.
/// </summary>
/// <param name="models">How to open each model.</param>
/// <param name="clock">Tells how long things take.</param>
internal sealed class TimedRounds(IReadOnlyList<Func<IOpenModel>> models, TimeProvider clock) : IDisposable
{
    /// <summary>The fewest rounds, each with an opening of its own, that show anything of how they differ.</summary>
    public const int Fewest = 3;

    private const int RoundsOfSlowOpening = 4;
    private static readonly TimeSpan SlowForEach = TimeSpan.FromSeconds(0.25);

    private OpenModels? _open;
    private int _roundsOfOpening;
    private int _rounds;

    /// <summary>The median time of each model in milliseconds.</summary>
    public double[] Next()
    {
        if (_roundsOfOpening >= (_rounds >= Fewest && _open?.OpeningTime > SlowForEach * models.Count ? RoundsOfSlowOpening : 1))
        {
            Dispose();
        }

        _open ??= new OpenModels(models, clock);
        _roundsOfOpening++;
        _rounds++;
        return _open.Medians();
    }

    public void Dispose()
    {
        _open?.Dispose();
        _open = null;
        _roundsOfOpening = 0;
    }
}
