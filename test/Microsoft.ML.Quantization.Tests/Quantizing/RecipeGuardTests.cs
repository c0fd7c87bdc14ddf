using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>A step is kept only where held-back rows gain from it.</summary>
[TestClass]
public class RecipeGuardTests
{
    private const RecipeStep Guarded = RecipeStep.ConsumerRanges | RecipeStep.Equalize | RecipeStep.GramRounding;

    [TestMethod]
    public void Steps_AreKeptByWhatTheyGain()
    {
        var (steps, decisions) = Settle(steps => [Times(steps, RecipeStep.ConsumerRanges, 0.9) * Times(steps, RecipeStep.Equalize, 0.96) * Times(steps, RecipeStep.GramRounding, 0.94)]);
        Assert.AreEqual(RecipeStep.ConsumerRanges | RecipeStep.GramRounding, steps.On);
        CollectionAssert.AreEqual(new[] { (RecipeStep.Equalize, false), (RecipeStep.ConsumerRanges, true), (RecipeStep.GramRounding, true) }, decisions.Select(decision => (decision.Step, decision.IsKept)).ToArray());
        Assert.AreEqual(-10 * Math.Log10(0.9), decisions[1].Gain, 1e-9);
    }

    [TestMethod]
    public void APartThatPaysForTheOthers_RefusesAStep()
    {
        var (steps, _) = Settle(steps => [Times(steps, RecipeStep.Equalize, 0.5), Times(steps, RecipeStep.Equalize, 1.2)]);
        Assert.AreEqual(RecipeStep.None, steps.On);
    }

    [TestMethod]
    public void AStepThatMakesNoNumber_IsRefused()
    {
        var (steps, _) = Settle(steps => [steps.Has(RecipeStep.Equalize) ? double.PositiveInfinity : steps.Has(RecipeStep.GramRounding) ? double.NaN : 1]);
        Assert.AreEqual(RecipeStep.None, steps.On);
    }

    [TestMethod]
    public void WhereAllGroupsAreTooMany_ThoseThatPromiseMostAreTried()
    {
        RecipeGroup[] groups = [new("good", RecipeStep.Equalize, 80), new("bad", RecipeStep.Equalize, 5), new("other", RecipeStep.Equalize, 6)];
        var (steps, decisions) = Settle(steps => [(Times(steps, RecipeStep.Equalize, 0.5) * (steps.Has(RecipeStep.Equalize) && steps.Keeps("bad") ? 4 : 1))], groups);
        Assert.AreEqual(RecipeStep.Equalize, steps.On);
        CollectionAssert.AreEquivalent(new[] { "bad", "other" }, steps.Refused.ToArray());
        Assert.IsTrue(decisions.Single(decision => decision.Group == "good").IsKept);
        Assert.IsFalse(decisions.Single(decision => decision.Group == "bad").IsKept);
    }

    [TestMethod]
    [DataRow(0.9, 1, 1)]
    [DataRow(0.97, 0.9, 2)]
    [DataRow(0.97, 0.97, 0)]
    public void RangesThatAreRefused_AreTriedOnceMoreClippingLess(double usual, double careful, int kept)
    {
        var (steps, decisions) = Settle(steps => [Times(steps, RecipeStep.ConsumerRanges, steps.Clipping > 1 ? careful : usual)]);
        Assert.AreEqual(kept > 0, steps.Has(RecipeStep.ConsumerRanges));
        Assert.AreEqual(Math.Max(1, kept), steps.Clipping);
        Assert.HasCount(1, decisions.Where(decision => decision.Step == RecipeStep.ConsumerRanges));
    }

    [TestMethod]
    public void AVariant_IsKeptWhereItBeatsTheBestBeforeIt()
    {
        double Error(RecipeSteps steps) => steps.Equalization.WeightNoise switch { 1 => 0.97, 4 => 0.9, _ => 1 } * Times(steps, RecipeStep.Equalize, 0.5);
        var guard = new RecipeGuard<RecipeSteps>(steps => steps, Comparing(steps => [Error(steps)]), _ => []);
        Assert.AreEqual(4, guard.Settle(RecipeStep.None, RecipeStep.Equalize, RecipeVariant.Best).Equalization.WeightNoise);
        CollectionAssert.AreEqual(new[] { true, false, true }, guard.Decisions.Select(decision => decision.IsKept).ToArray());
    }

    [TestMethod]
    public void AVariantOfAStepThatWasRefused_IsNotTried()
    {
        var guard = new RecipeGuard<RecipeSteps>(steps => steps, Comparing(steps => [steps.Equalization.WeightNoise * Times(steps, RecipeStep.Equalize, 2)]), _ => []);
        Assert.AreEqual(RecipeStep.None, guard.Settle(RecipeStep.None, RecipeStep.Equalize, RecipeVariant.Best).On);
        Assert.HasCount(1, guard.Decisions);
    }

    /// <summary>What is searched is searched last, on the model with all that was kept.</summary>
    [TestMethod]
    [DataRow(0.9, true)]
    [DataRow(0.99, false)]
    public void WhatASearchFinds_IsJudgedToo(double left, bool isKept)
    {
        RecipeSteps? searched = null;
        RecipeSteps Found(RecipeSteps model, RecipeSteps steps)
        {
            searched = model;
            return steps with { Moves = new Dictionary<string, RangeMove> { ["t"] = RangeMove.None } };
        }

        var guard = new RecipeGuard<RecipeSteps>(steps => steps, Comparing(steps => [Times(steps, RecipeStep.GramRounding, 0.5) * (steps.Moves.Count > 0 ? left : 1)]), _ => [], Found);
        var settled = guard.Settle(RecipeStep.None, RecipeStep.GramRounding | RecipeStep.RangeDescent);
        Assert.AreEqual(RecipeStep.GramRounding, searched!.On);
        Assert.AreEqual(isKept, settled.Has(RecipeStep.RangeDescent));
        Assert.AreEqual(isKept ? 1 : 0, settled.Moves.Count);
    }

    [TestMethod]
    public void ASearchThatFindsNothing_ChangesNothing()
    {
        var guard = new RecipeGuard<RecipeSteps>(steps => steps, Comparing(_ => [1]), _ => [], (_, _) => null);
        Assert.AreEqual(RecipeStep.None, guard.Settle(RecipeStep.None, RecipeStep.RangeDescent).On);
        Assert.AreEqual(0, guard.Decisions.Single().Gain);
    }

    private static Func<RecipeSteps, RecipeSteps, ErrorPair> Comparing(Func<RecipeSteps, double[]> error) => (before, after) => new ErrorPair(error(before), error(after), 1);

    private static double Times(RecipeSteps steps, RecipeStep step, double factor) => steps.Has(step) ? factor : 1;

    private static (RecipeSteps Steps, IReadOnlyList<RecipeDecision> Decisions) Settle(Func<RecipeSteps, double[]> error, IReadOnlyList<RecipeGroup>? groups = null)
    {
        var guard = new RecipeGuard<RecipeSteps>(steps => steps, Comparing(error), step => [.. (groups ?? []).Where(group => group.Step == step)]);
        return (guard.Settle(RecipeStep.None, Guarded), guard.Decisions);
    }
}
