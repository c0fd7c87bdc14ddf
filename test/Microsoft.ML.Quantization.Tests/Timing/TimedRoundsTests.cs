using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Tests.Timing;

[TestClass]
public sealed class TimedRoundsTests
{
    private readonly FakeClock _clock = new();

    [TestMethod]
    public void EveryRound_OpensAnewAndIsWarm()
    {
        var first = new FakeModel(_clock, [1]);
        var second = new FakeModel(_clock, [0.6, 0.8]);
        using (var rounds = new TimedRounds([first.OpenIt, second.OpenIt], _clock))
        {
            CollectionAssert.AreEqual(new[] { 1, 0.6 }, rounds.Next());
            CollectionAssert.AreEqual(new[] { 1, 0.8 }, rounds.Next());
            CollectionAssert.AreEqual(new[] { 1, 0.6 }, rounds.Next());
            Assert.AreEqual((3, 3, 1), (first.Openings, second.Openings, first.Open));
        }

        Assert.AreEqual((0, 0), (first.Open, second.Open));
    }

    /// <summary>Three rounds of openings of their own, then openings that serve four rounds each.</summary>
    [TestMethod]
    public void WhatIsSlowToOpen_StaysOpenForSomeRounds()
    {
        var slow = new FakeModel(_clock, [1], opening: 600);
        using var rounds = new TimedRounds([slow.OpenIt, new FakeModel(_clock, [1]).OpenIt], _clock);
        int[] openings = [.. Enumerable.Range(0, 12).Select(_ => (rounds.Next(), slow.Openings).Openings)];
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5 }, openings);
    }

    /// <summary>A turn is two runs, of which one counts; the first run of an opening warms it up.</summary>
    [TestMethod]
    [DataRow(0.01, 1, 25)]
    [DataRow(1.0, 1, 5)]
    [DataRow(30.0, 1, 3)]
    [DataRow(400.0, 1, 1)]
    [DataRow(1.0, 80, 10)]
    public void Turns_GoOnForAShortTime(double milliseconds, double opening, int turns)
    {
        var model = new FakeModel(_clock, [milliseconds], opening);
        using var rounds = new TimedRounds([model.OpenIt], _clock);
        rounds.Next();
        Assert.AreEqual(1 + (2 * turns), model.Runs);
    }

    [TestMethod]
    public void WhereOneCannotBeOpened_TheOthersAreClosed()
    {
        var first = new FakeModel(_clock, [1]);
        using var rounds = new TimedRounds([first.OpenIt, () => throw new InvalidDataException("faulty")], _clock);
        Assert.ThrowsExactly<InvalidDataException>(() => rounds.Next());
        Assert.AreEqual((1, 0), (first.Openings, first.Open));
    }
}
