using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class WeightRounderTests
{
    private static readonly (long[] Dimensions, int Axis, int Groups, int[] Blocks)[] Layers =
    [
        ([40, 24, 1, 1], 0, 1, [24]),
        ([40, 7, 3, 3], 0, 1, [63]),
        ([12, 1, 3, 3], 0, 12, [9]),
        ([24, 5, 3], 0, 4, [15]),
        ([33, 50], 1, 1, [33]),
        ([70, 20], 0, 1, [20]),
        ([9, 12, 3, 3], 0, 1, [54, 54]),
    ];

    /// <summary>Nor do two neighbours saturate where the target forbids it, whichever layout they are read in.</summary>
    [TestMethod]
    public void Round_NeverRaisesTheErrorOfAnOutput()
    {
        double gain = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var (dimensions, axis, groups, blocks) = Layers[seed % Layers.Length];
            var random = new Random(seed);
            var source = Source(random, dimensions, axis, groups);
            bool isAnyTarget = seed % 2 == 0;
            float[] minimum = isAnyTarget ? PairSums.MinimumScales(source, X86Target.LargestPair) : new float[source.Channels];
            var nearest = seed % 3 == 0
                ? WeightQuantizer.Quantize(source.Values, dimensions, null, reduceRange: false, [minimum.Max()])
                : WeightQuantizer.Quantize(source.Values, dimensions, axis, reduceRange: false, minimum);
            double[][][] matrices = [.. Enumerable.Range(0, groups).Select(_ => blocks.Select(size => RandomCovariance.Create(random, size, 2 * size)).ToArray())];
            RoundingFactor[][] factors = [.. matrices.Select(group => group.Select((matrix, block) => RoundingFactor.Create(matrix, blocks[block], 1)).ToArray())];
            var bounds = RoundingBounds.Create(source.Layout, 127, isAnyTarget ? X86Target.LargestPair : null);
            var rounded = WeightRounder.Round(source, nearest, factors, bounds, 1);
            CollectionAssert.AreEqual(nearest.Scales, rounded.Weights.Scales);
            CollectionAssert.AreEqual(rounded.Weights.Values, WeightRounder.Round(source, nearest, factors, bounds, 3).Weights.Values);
            Assert.IsTrue(rounded.Weights.Values.All(value => value >= -127));
            for (int channel = 0; channel < source.Channels; channel++)
            {
                var group = matrices[channel / (source.Channels / groups)];
                double before = Error(source, nearest, group, blocks, channel);
                double after = Error(source, rounded.Weights, group, blocks, channel);
                Assert.IsTrue(after <= before * (1 + 1e-6), $"seed {seed}, channel {channel}: {before} {after}");
                AssertClose(Error(source, nearest, group, blocks, channel, RoundingFactor.Damping), rounded.Before[channel]);
                AssertClose(Error(source, rounded.Weights, group, blocks, channel, RoundingFactor.Damping), rounded.After[channel]);
                gain += before > 0 ? (1 - (after / before)) / source.Channels : 0;
            }

            source.Layout.VisitPairedRows<sbyte>(rounded.Weights.Values, (_, row) => Assert.IsTrue(!isAnyTarget || !SaturationBound.CanSaturate(row)));
        }

        Assert.IsTrue(gain / 40 > 0.2, $"{gain / 40}");
    }

    [TestMethod]
    public void Round_LeavesWhatNoInputTells()
    {
        var source = Source(new Random(1), [8, 6, 1, 1], 0, 1);
        var nearest = WeightQuantizer.Quantize(source.Values, source.Dimensions, 0, reduceRange: false);
        var rounded = WeightRounder.Round(source, nearest, [[RoundingFactor.Create(new double[Triangle.Length(6)], 6, 1)]], RoundingBounds.Create(source.Layout, 127, null), 1);
        CollectionAssert.AreEqual(nearest.Values, rounded.Weights.Values);
        Assert.AreEqual(0, rounded.Gain);
    }

    [TestMethod]
    public void Bounds_KnowTheNeighboursOfBothLayouts()
    {
        var bounds = RoundingBounds.Create(new WeightLayout([4, 3, 1, 2], 0), 127, 127);
        Assert.AreEqual(128, bounds.LargestSum);
        CollectionAssert.AreEqual(new[] { 1, 0, 3, 2, 5, 4 }, bounds.Neighbours[0]);

        // Channels last, the six are 0 2 4 1 3 5.
        CollectionAssert.AreEqual(new[] { 2, 4, 0, 5, 1, 3 }, bounds.Neighbours[1]);
        CollectionAssert.AreEqual(new[] { 1, 0, 3 }, RoundingBounds.Create(new WeightLayout([3, 5], 1), 127, 127).Neighbours.Single());
        Assert.IsEmpty(RoundingBounds.Create(new WeightLayout([4, 1, 3, 3], 0, 4), 127, 127).Neighbours);
    }

    private static WeightSource Source(Random random, long[] dimensions, int axis, int groups) =>
        new(QuantizerRun.Uniform(random, (int)dimensions.Aggregate(1L, (product, size) => product * size), -0.4, 1), dimensions, axis, null, groups);

    private static void AssertClose(double expected, double actual) => Assert.AreEqual(expected, actual, 1e-3 * expected);

    private static double Error(WeightSource source, QuantizedWeights weights, double[][] matrices, int[] blocks, int channel, double damping = 0)
    {
        var (step, next) = source.Layout.Steps;
        double scale = weights.Scales[weights.Axis == null ? 0 : channel];
        double error = 0;
        for (int block = 0, start = 0; block < blocks.Length; start += blocks[block++])
        {
            double[] errors = [.. Enumerable.Range(start, blocks[block]).Select(i => (channel * step) + (i * next)).Select(at => source.Values[at] - (scale * weights.Values[at]))];
            error += RandomCovariance.Error(matrices[block], errors, damping * Enumerable.Range(0, blocks[block]).Average(i => matrices[block][Triangle.At(i, i)]));
        }

        return error;
    }
}
