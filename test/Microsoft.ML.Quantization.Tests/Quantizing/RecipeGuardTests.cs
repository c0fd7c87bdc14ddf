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

    private static double Times(RecipeSteps steps, RecipeStep step, double factor) => steps.Has(step) ? factor : 1;

    private static (RecipeSteps Steps, IReadOnlyList<RecipeDecision> Decisions) Settle(Func<RecipeSteps, double[]> error, IReadOnlyList<RecipeGroup>? groups = null)
    {
        var guard = new RecipeGuard<RecipeSteps>(steps => steps, error, step => [.. (groups ?? []).Where(group => group.Step == step)]);
        return (guard.Settle(RecipeStep.None, Guarded), guard.Decisions);
    }
}
