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
            var trials = new RecipeTrials(start, _ => [1], new GarbageLimit());
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
        var trials = new RecipeTrials(Start(observed), _ => [++measured], new GarbageLimit());
        Assert.AreEqual(1, trials.Measure(trials.Apply(RecipeSteps.None))[0]);
        Assert.AreEqual(1, trials.Measure(trials.Apply(new RecipeSteps(RecipeStep.Shift)))[0]);
        Assert.AreEqual(2, trials.Measure(trials.Apply(new RecipeSteps(RecipeStep.ConsumerRanges)))[0]);
    }

    [TestMethod]
    public void Weights_AreRoundedForTheSameNumbersOnce()
    {
        var (_, model) = ResidualModels.All().First();
        using var file = new ModelFile(model.Proto);
        using var observed = Observe(file.Path);
        var trials = new RecipeTrials(Start(observed), _ => [1], new GarbageLimit());
        var steps = new RecipeSteps(RecipeStep.Equalize | RecipeStep.GramRounding);
        var first = trials.Apply(steps).Numbers;
        Assert.AreSame(first, trials.Apply(steps).Numbers);
        Assert.AreSame(first.Prepared, trials.Apply(steps with { On = RecipeStep.Equalize }).Numbers.Prepared);
        Assert.AreNotSame(first.Prepared, trials.Apply(steps.With(RecipeStep.ConsumerRanges)).Numbers.Prepared);
    }

    private static ObservedModel Observe(string path) => ObservedModel.Create(path, QuantizerRun.Rows(160, ResidualModels.Image), [Default], new QuantizerRun.Messages());

    private static CalibratedModel Start(ObservedModel observed) =>
        RuntimeAgreement.Reach(observed, observed.Plan(Default), Default, new QuantizerRun.Messages()).HoldingBack();
}
