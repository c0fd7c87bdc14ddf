using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.MixedPrecision;

/// <summary>The choice of nodes against all choices there are.</summary>
[TestClass]
public sealed class PrecisionFrontTests
{
    /// <summary>Other efforts may mend what is planted.</summary>
    private static readonly QuantizationOptions Fast = QuantizerRun.Everything with { Effort = QuantizationEffort.Fast };

    [TestMethod]
    [DataRow("residual", 2)]
    [DataRow("chain", 3)]
    public void Front_NoChoiceOfNodesIsBetterThanAMixOfNeighbours(string name, int plans)
    {
        using var file = new ModelFile(name == "chain" ? Chain() : SmallModels.Residual());
        using var model = Observed(file, Fast);
        var calibrated = model.Calibrate(Fast, new QuantizerRun.Messages());
        var map = Map(model);
        var front = PrecisionFront.Search(model, calibrated, new MixedPlans(model, calibrated, map), map, new QuantizerRun.Messages());

        Assert.IsTrue(front.Count >= plans, $"{front.Count} plans");
        Assert.IsEmpty(front[0].FloatNodes);
        var all = EveryChoice(model, calibrated, map).ToArray();
        Assert.IsGreaterThan(front.Count, all.Length);
        foreach (var (fast, exact) in front.Zip(front.Skip(1)))
        {
            double price = (exact.AddedNanoseconds - fast.AddedNanoseconds) / (fast.Error - exact.Error);
            double best = all.Min(choice => choice.Nanoseconds + (price * choice.Error));
            Assert.AreEqual(best, fast.AddedNanoseconds + (price * fast.Error), 20, "nanoseconds");
        }
    }

    [TestMethod]
    public void Front_BeginsWithTheLayerOfTheScaledChannel()
    {
        var options = Fast with { PerChannel = false };
        var (proto, bad, next) = PlantedLayer.ScaleChannel(Chain(), 2, 100);
        using var file = new ModelFile(proto);
        using var model = Observed(file, options);
        var calibrated = model.Calibrate(options, new QuantizerRun.Messages());
        var result = MixedPrecisionSearch.Run(model, calibrated, new QuantizerRun.Messages());

        var step = result.Steps().First(plan => plan.Error < 0.1 * result.Front[0].Error);
        CollectionAssert.Contains(new[] { bad, next }, result.Layers[0].NodeName);
        CollectionAssert.IsSubsetOf(step.FloatNodes.ToArray(), new[] { bad, next });
        Assert.IsTrue(step.FloatNodes.Count <= 2);
        IsPredictedRight(model, calibrated, step);
    }

    [TestMethod]
    public void Front_TakesAConcatOfIncompatibleRangesToFloat()
    {
        using var file = new ModelFile(IncompatibleConcat());
        using var model = Observed(file, Fast);
        var calibrated = model.Calibrate(Fast, new QuantizerRun.Messages());
        var result = MixedPrecisionSearch.Run(model, calibrated, new QuantizerRun.Messages());

        var step = result.Steps().First();
        Assert.IsTrue(step.FloatNodes.Count <= 2, string.Join(", ", step.FloatNodes));
        Assert.IsTrue(step.FloatNodes.Any(node => node.StartsWith("Concat", StringComparison.Ordinal)), string.Join(", ", step.FloatNodes));
        Assert.IsLessThan(0.1 * result.Front[0].Error, step.Error);
        IsPredictedRight(model, calibrated, step);
    }

    /// <summary>The error that was predicted for a plan is that of its INT8 model, and all of it still fuses.</summary>
    private static void IsPredictedRight(ObservedModel model, CalibratedModel calibrated, MixedPlan step)
    {
        var errors = new OutputErrors(model.Prepared, model.Samples.ToArray(), QuantizerRun.Everything.RunSettings);
        var mixed = step.Calibrate(model, new QuantizerRun.Messages()).Write();
        LayerAssert.IsFused(mixed);
        double before = errors.Measure(calibrated.Write().Model).Typical;
        double after = errors.Measure(mixed.Model).Typical;
        Assert.IsLessThan(0.2 * before, after);
        Assert.IsTrue(after / step.Error is > 0.3 and < 3, $"{after:G3} measured, {step.Error:G3} predicted");
    }

    private static ObservedModel Observed(ModelFile file, QuantizationOptions options) => ObservedModel.Create(
        file.Path, QuantizerRun.Rows(48, SmallModels.Image), [options], new QuantizerRun.Messages(), MixedPrecisionSearch.Observed(options));

    private static NoiseMap Map(ObservedModel model) =>
        new(new OutputErrors(model.Prepared, model.Samples.ToArray(), QuantizerRun.Everything.RunSettings), new QuantizerRun.Messages());

    private static IEnumerable<(double Nanoseconds, double Error)> EveryChoice(ObservedModel model, CalibratedModel all, NoiseMap map)
    {
        string[] nodes = [.. all.Plan.Nodes.Where(node => node.IsQuantized).Select(node => node.Name)];
        var time = new PlanTime(model.Prepared.Graph, QuantizerRun.Target.Rules, model.Shapes, countsNodes: true);
        for (int subset = 0; subset < 1 << nodes.Length; subset++)
        {
            var options = Fast with { ExcludedNodes = [.. nodes.Where((_, i) => (subset >> i & 1) != 0)] };
            if (model.CanCalibrate(model.Plan(options), options))
            {
                var calibrated = model.Calibrate(options, new QuantizerRun.Messages());
                yield return (time.Estimate(calibrated.Plan) - time.Estimate(all.Plan), map.ErrorOf(calibrated));
            }
        }
    }

    /// <summary>Six convolutions with Relu between them.</summary>
    private static ModelProto Chain()
    {
        var random = new Random(6);
        var builder = new ModelBuilder(13).Input("x", SmallModels.Image);
        for (int i = 0; i < 6; i++)
        {
            builder.Weights($"w{i}", QuantizerRun.Uniform(random, SmallModels.Channels * SmallModels.Channels * 9, -0.3, 0.3), SmallModels.Channels, SmallModels.Channels, 3, 3)
                .Weights($"b{i}", QuantizerRun.Uniform(random, SmallModels.Channels), SmallModels.Channels)
                .Node("Conv", $"{(i == 0 ? "x" : $"r{i - 1}")} w{i} b{i}", i == 5 ? "y" : $"c{i}", SmallModels.Padded);
            if (i < 5)
            {
                builder.Node("Relu", $"c{i}", $"r{i}");
            }
        }

        return builder.Output("y").Build();
    }

    /// <summary>Two branches, one with values a hundred times larger, which the layer over both weighs a hundred times less.</summary>
    private static ModelProto IncompatibleConcat()
    {
        var random = new Random(7);
        float[] Weights(double size, int inputs) => QuantizerRun.Uniform(random, SmallModels.Channels * inputs * 9, -size, size);
        float[] both = Weights(0.2, 2 * SmallModels.Channels);
        for (int i = 0; i < both.Length; i++)
        {
            both[i] *= i / 9 % (2 * SmallModels.Channels) < SmallModels.Channels ? 0.05f : 1;
        }

        return new ModelBuilder(13).Input("x", SmallModels.Image)
            .Weights("w1", Weights(10, SmallModels.Channels), SmallModels.Channels, SmallModels.Channels, 3, 3)
            .Weights("w2", Weights(0.1, SmallModels.Channels), SmallModels.Channels, SmallModels.Channels, 3, 3)
            .Weights("w3", Weights(0.2, SmallModels.Channels), SmallModels.Channels, SmallModels.Channels, 3, 3)
            .Weights("both", [.. both.Select((value, i) => i / 9 % (2 * SmallModels.Channels) < SmallModels.Channels ? value * 0.01f : value)], SmallModels.Channels, 2 * SmallModels.Channels, 3, 3)
            .Node("Conv", "x w1", "a", SmallModels.Padded).Node("Conv", "x w2", "c", SmallModels.Padded)
            .Node("Concat", "a c", "t", ("axis", 1)).Node("Conv", "t both", "u", SmallModels.Padded).Node("Conv", "u w3", "y", SmallModels.Padded).Output("y").Build();
    }
}
