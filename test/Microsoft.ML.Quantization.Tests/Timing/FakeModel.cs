using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Tests.Timing;

/// <summary>A model whose rows take a time that may change when it is opened anew, and more at the first run of an opening.</summary>
/// <param name="clock">Moves with every opening and run.</param>
/// <param name="milliseconds">The time of a row in the first opening, the second and so on, over and over.</param>
/// <param name="opening">How long it takes to open, in milliseconds.</param>
internal sealed class FakeModel(FakeClock clock, double[] milliseconds, double opening = 1)
{
    public int Openings { get; private set; }

    public int Runs { get; private set; }

    /// <summary>How many openings were not closed.</summary>
    public int Open { get; private set; }

    public IOpenModel OpenIt()
    {
        clock.Pass(TimeSpan.FromMilliseconds(opening));
        Open++;
        return new Opening(this, clock, milliseconds[Openings++ % milliseconds.Length]);
    }

    private sealed class Opening(FakeModel model, FakeClock clock, double level) : IOpenModel
    {
        private bool _warm;

        public TimeSpan Time()
        {
            var time = TimeSpan.FromMilliseconds(_warm ? level : 5 * level);
            _warm = true;
            model.Runs++;
            clock.Pass(time);
            return time;
        }

        public void Dispose() => model.Open--;
    }
}
