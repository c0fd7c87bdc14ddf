using System.Collections.Concurrent;
using Microsoft.ML;
using Examples.Sentiment;

namespace Examples.Tests;

/// <summary>
/// A stage that sees every row that prediction engines score. ML.NET gives each engine a row object of its own, by which engines are told apart; a row object that comes in
/// while it is still inside belongs to an engine that two threads use.
/// </summary>
internal sealed class EngineWatch
{
    private readonly ConcurrentDictionary<object, bool> _inside = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<object, bool> _engines = new(ReferenceEqualityComparer.Instance);
    private int _shared;
    private int _together;

    public int Engines => _engines.Count;

    /// <summary>How often a second thread came into an engine.</summary>
    public int Shared => _shared;

    /// <summary>The most rows that were inside at a time.</summary>
    public int Together => _together;

    /// <summary>It hands the text on, as a stage whose column nobody reads is never run.</summary>
    public ITransformer Stage(MLContext context, IDataView data) =>
        context.Transforms.CustomMapping<SentimentModel.ModelInput, Seen>((input, seen) => seen.Text = Pass(input), contractName: null).Fit(data);

    private string Pass(SentimentModel.ModelInput input)
    {
        _engines[input] = true;
        if (!_inside.TryAdd(input, true))
        {
            Interlocked.Increment(ref _shared);
        }

        InterlockedMax(_inside.Count);
        Thread.Sleep(1);
        _inside.TryRemove(input, out _);
        return input.Text;
    }

    private void InterlockedMax(int count)
    {
        for (int most = _together; count > most; most = _together)
        {
            Interlocked.CompareExchange(ref _together, count, most);
        }
    }

    private sealed class Seen
    {
        public string Text { get; set; } = "";
    }
}
