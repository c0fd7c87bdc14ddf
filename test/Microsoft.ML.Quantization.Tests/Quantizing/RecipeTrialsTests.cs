using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>What trials share changes nothing of what they give, and is not done again.</summary>
[TestClass]
public sealed class RecipeTrialsTests
{
    private static readonly QuantizationOptions Default = new() { OnlyWhereFaster = false, Effort = QuantizationEffort.Default };

    /// <summary>Any steps after any others give the bytes that they give by themselves.</summary>
    [TestMethod]
    public void Trials_GiveWhatTheirStepsGiveAlone()
    {
        var random = new Random(17);
        foreach (var (name, model) in ResidualModels.All())
        {
            using var file = new ModelFile(model.Proto);
            using var observed = Observe(file.Path);
            var start = Start(observed);
            using var trials = new RecipeTrials(start, _ => new FakeErrors(), new GarbageLimit());
            string[] groups = [.. trials.GroupsOf(RecipeStep.Equalize).Select(group => group.Name)];
            for (int i = 0; i < 12; i++)
            {
                var steps = new RecipeSteps((RecipeStep)random.Next(16)) { Refused = [.. groups.Where(_ => random.Next(3) == 0)] };
                var expected = steps.On == RecipeStep.None ? start : Start(observed).With(steps);
                CollectionAssert.AreEqual(OnnxModelWriter.ToBytes(expected.Rewrite()), OnnxModelWriter.ToBytes(trials.Apply(steps).Model.Rewrite()), $"{name} {i}");
            }
        }
    }

    [TestMethod]
    public void AStepThatChangesNothing_IsNotMeasured()
    {
        var (_, model) = ResidualModels.All().Single(model => model.Name == "activation");
        using var file = new ModelFile(model.Proto);
        using var observed = Observe(file.Path);
        int measured = 0;
        using var trials = new RecipeTrials(Start(observed), _ => new FakeErrors(40, _ => ++measured), new GarbageLimit());
        var none = trials.Apply(RecipeSteps.None);
        Assert.AreEqual(0, trials.Compare(none, trials.Apply(new RecipeSteps(RecipeStep.Shift))).Rows);
        Assert.AreEqual(0, measured);
        trials.Compare(none, trials.Apply(new RecipeSteps(RecipeStep.ConsumerRanges)));
        Assert.IsGreaterThan(0, measured);
    }

    /// <summary>Rows whose errors fall alike leave no doubt after the first of them; where some get better and others worse, all are asked.</summary>
    [TestMethod]
    [DataRow(0.5, 0.0, 32)]
    [DataRow(2.0, 0.0, 32)]
    [DataRow(0.95, 0.3, 112)]
    public void Rows_AreRunUntilItIsClear(double times, double scatter, int expected)
    {
        var (_, model) = ResidualModels.All().First();
        using var file = new ModelFile(model.Proto);
        using var observed = Observe(file.Path);
        List<FakeErrors> errors = [];
        using (var trials = new RecipeTrials(Start(observed), _ => Added(errors.Count == 0), new GarbageLimit()))
        {
            var pair = trials.Compare(trials.Apply(RecipeSteps.None), trials.Apply(new RecipeSteps(RecipeStep.ConsumerRanges)));
            Assert.AreEqual(expected, pair.Rows);
            Assert.IsTrue(times == 0.95 || pair.IsWorth == (times < 1));
        }

        Assert.HasCount(2, errors);
        Assert.IsTrue(errors.TrueForAll(each => each.IsClosed && each.Run == expected));

        FakeErrors Added(bool isPlain)
        {
            errors.Add(new FakeErrors(112, row => isPlain ? 1 : times + (row % 2 == 0 ? scatter : -scatter)));
            return errors[^1];
        }
    }

    [TestMethod]
    public void Weights_AreRoundedForTheSameNumbersOnce()
    {
        var (_, model) = ResidualModels.All().First();
        using var file = new ModelFile(model.Proto);
        using var observed = Observe(file.Path);
        using var trials = new RecipeTrials(Start(observed), _ => new FakeErrors(), new GarbageLimit());
        var steps = new RecipeSteps(RecipeStep.Equalize | RecipeStep.GramRounding);
        var first = trials.Apply(steps).Numbers;
        Assert.AreSame(first, trials.Apply(steps).Numbers);
        Assert.AreSame(first.Prepared, trials.Apply(steps with { On = RecipeStep.Equalize }).Numbers.Prepared);
        var others = trials.Apply(steps.With(RecipeStep.ConsumerRanges)).Numbers;
        Assert.AreNotSame(first.Weights, others.Weights);
        Assert.AreSame(first.Prepared, others.Prepared);
    }

    private static ObservedModel Observe(string path) => ObservedModel.Create(path, QuantizerRun.Rows(160, ResidualModels.Image), [Default], new QuantizerRun.Messages());

    private static CalibratedModel Start(ObservedModel observed) =>
        RuntimeAgreement.Reach(observed, observed.Plan(Default), Default, new QuantizerRun.Messages()).HoldingBack();
}
