using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Tests.Timing;

[TestClass]
public sealed class ShortTimingTests
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(0.3);

    [TestMethod]
    public void ClearlySlower_IsSaid()
    {
        var times = Run(_ => 1.4)!;
        Assert.IsTrue(times.IsSlower);
        Assert.AreEqual(1.4, times.Ratio, 0.01);
    }

    [TestMethod]
    public void ClearlyFaster_IsOverAtOnce()
    {
        var times = Run(_ => 0.5)!;
        Assert.AreEqual((false, 2), (times.IsSlower, times.Rounds));
    }

    /// <summary>Two models alike, each run disturbed by up to a third, now and then threefold: never slower in 2,000 tries.</summary>
    [TestMethod]
    public void Noise_IsNotTakenForSlowness()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            Assert.IsFalse(Run(_ => 1, () => (1 + (random.NextDouble() / 3)) * (random.Next(10) == 0 ? 3 : 1))!.IsSlower, $"seed {seed}");
        }
    }

    [TestMethod]
    public void SlowerForAFewRounds_IsNotSaid() => Assert.IsFalse(Run(run => run < 20 ? 1.5 : 1)!.IsSlower);

    [TestMethod]
    public void TooLittleTimeForEnoughRounds_SaysNothing() => Assert.IsFalse(Run(_ => 2, most: TimeSpan.FromMilliseconds(30))!.IsSlower);

    [TestMethod]
    public void NoTime_TimesNothing() => Assert.IsNull(Run(_ => 2, most: TimeSpan.Zero));

    private static ShortTimes? Run(Func<int, double> second, Func<double>? noise = null, TimeSpan? most = null)
    {
        var clock = new FakeClock();
        int runs = 0;
        TimeSpan Time(double milliseconds)
        {
            var time = TimeSpan.FromMilliseconds(milliseconds * (noise?.Invoke() ?? 1));
            clock.Pass(time);
            return time;
        }

        return ShortTiming.Measure(() => Time(1), () => Time(second(runs++)), most ?? Most, clock);
    }
}
