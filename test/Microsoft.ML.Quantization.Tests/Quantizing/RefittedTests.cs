using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>What was judged on rows that were held back is then chosen on all rows.</summary>
[TestClass]
public sealed class RefittedTests
{
    private static readonly QuantizationOptions Default = new() { OnlyWhereFaster = false, Effort = QuantizationEffort.Default };
    private static readonly QuantizationOptions Unguarded = Default with { Effort = QuantizationEffort.Fast, Passes = new QuantizationPasses { ConsumerRanges = true } };

    /// <summary>Units and integers that are taken over are those that the steps choose from the start.</summary>
    [TestMethod]
    public void Refitted_OnTheSameRows_ChangesNothing()
    {
        var random = new Random(19);
        foreach (var (name, model) in ResidualModels.All())
        {
            using var file = new ModelFile(model.Proto);
            using var observed = Observe(file.Path, QuantizerRun.Rows(120, ResidualModels.Image), Default);
            var start = RuntimeAgreement.Reach(observed, observed.Plan(Default), Default, new QuantizerRun.Messages());
            using var trials = new RecipeTrials(start, _ => new FakeErrors(), new GarbageLimit());
            for (int i = 0; i < 8; i++)
            {
                var steps = new RecipeSteps((RecipeStep)random.Next(1, 16)) { Clipping = random.Next(1, 3) };
                byte[] expected = OnnxModelWriter.ToBytes(start.With(steps).Rewrite());
                CollectionAssert.AreEqual(expected, OnnxModelWriter.ToBytes(start.Refitted(trials.Apply(steps).Numbers, steps).Rewrite()), $"{name} {i}");
            }
        }
    }

    /// <summary>Extremes that only rows have which were held back.</summary>
    [TestMethod]
    public void Ranges_AreThoseOfAllRows()
    {
        var rows = Rows();
        float largest = rows.SelectMany(row => (float[])row[0].Values).Max();
        var options = Default with { Calibration = CalibrationMethod.MinMax, Passes = new QuantizationPasses { WeightRounding = true, Equalization = false } };
        var table = QuantizerRun.Quantize(ResidualModels.All().First().Model.Proto, rows, options).Calibration;
        Assert.IsTrue(table.Steps.Has(RecipeStep.GramRounding));
        Assert.AreEqual(largest, table.Tensors.Single(tensor => tensor.Name == "x").High);
    }

    [TestMethod]
    public void Channels_AreThoseOfAllRows()
    {
        using var file = new ModelFile(ResidualModels.All().First().Model.Proto);
        using var plain = Observe(file.Path, Rows(), Unguarded);
        using var holding = Observe(file.Path, Rows(), Default);
        Assert.IsEmpty(plain.HeldBack.Rows);
        Assert.IsNotEmpty(holding.HeldBack.Rows);
        foreach (var (tensor, channels) in plain.AllStatistics!.Channels)
        {
            CollectionAssert.AreEqual(Facts(channels), Facts(holding.AllStatistics!.Channels[tensor]), tensor);
            CollectionAssert.AreNotEqual(Facts(channels), Facts(holding.Statistics!.Channels[tensor]), tensor);
        }
    }

    /// <summary>What else is observed in the same pass, for options that look at every value, changes no byte.</summary>
    [TestMethod]
    public void Bytes_AreTheSameBesideOtherOptions()
    {
        QuantizationOptions[] others = [Default with { Effort = QuantizationEffort.Fast }, Default with { Calibration = CalibrationMethod.Entropy }];
        (string Name, ModelProto Model, TensorValue[][] Rows)[] models =
            [.. ResidualModels.All().Select(each => (each.Name, each.Model.Proto, Rows())), ("large tensors", Large(), QuantizerRun.Rows(160, 1, 8, 36, 36))];
        foreach (var (name, model, rows) in models)
        {
            using var file = new ModelFile(model);
            using var alone = Observe(file.Path, rows, Default);
            using var beside = ObservedModel.Create(file.Path, rows, [Default, .. others], new QuantizerRun.Messages());
            Assert.AreEqual(name == "large tensors", alone.AllStatistics!.Sketches.Count < beside.AllStatistics!.Sketches.Count);
            CollectionAssert.AreEqual(Bytes(alone, Default), Bytes(beside, Default), name);
            foreach (var other in others)
            {
                using var single = Observe(file.Path, rows, other);
                CollectionAssert.AreEqual(Bytes(single, other), Bytes(beside, other), $"{name} {other.Effort}");
            }
        }

        static byte[] Bytes(ObservedModel model, QuantizationOptions options) => OnnxModelWriter.ToBytes(model.Calibrate(options, new QuantizerRun.Messages()).Rewrite());
    }

    [TestMethod]
    public void Table_ThatWasSavedGivesTheSameBytes()
    {
        foreach (var (name, model) in ResidualModels.All())
        {
            var result = QuantizerRun.Quantize(model.Proto, Rows(), Default with { Passes = new QuantizationPasses { ConsumerRanges = true, Equalization = true, WeightRounding = true } });
            var again = QuantizerRun.Quantize(model.Proto, Rows()[..2], Default with { CalibrationTable = result.Calibration });
            CollectionAssert.AreEqual(result.Bytes(), again.Bytes(), name);
        }
    }

    /// <summary>Tensors of 20,736 values, of which every value is sketched only where options ask for it.</summary>
    private static ModelProto Large()
    {
        var random = new Random(11);
        return new ModelBuilder(13).Input("x", 1, 8, 36, 36)
            .Weights("w", QuantizerRun.Uniform(random, 16 * 8, -1, 1), 16, 8, 1, 1).Weights("v", QuantizerRun.Uniform(random, 16 * 16, -1, 1), 16, 16, 1, 1)
            .Node("Conv", "x w", "a").Node("Relu", "a", "b").Node("Conv", "b v", "c").Node("Relu", "c", "d").Output("d").Build();
    }

    /// <summary>Every third row, which is held back, is three times as large.</summary>
    private static TensorValue[][] Rows()
    {
        var rows = QuantizerRun.Rows(180, ResidualModels.Image);
        return [.. rows.Select((row, i) => i % 3 != 1 ? row : [new TensorValue(row[0].Name, Array.ConvertAll((float[])row[0].Values, value => value * 3), row[0].Shape)])];
    }

    private static (float, float, long, long, long)[] Facts(ChannelStatistics statistics) =>
        [.. statistics.Channels.Select(channel => (channel.Minimum, channel.Maximum, channel.Count, channel.Zeros, channel.Bins.Positive.ToArray().Sum()))];

    private static ObservedModel Observe(string path, TensorValue[][] rows, QuantizationOptions options) => ObservedModel.Create(path, rows, [options], new QuantizerRun.Messages());
}
