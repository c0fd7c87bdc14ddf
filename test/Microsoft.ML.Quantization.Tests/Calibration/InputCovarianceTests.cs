using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class InputCovarianceTests
{
    private const int Channels = 19;

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(0.1, 1)]
    [DataRow(30, 0.01)]
    [DataRow(1e-9, 3)]
    [DataRow(1e9, 5)]
    public void Matrix_IsTheCovarianceOfTheWindows(double size, double spread)
    {
        float[][] rows = [.. Rows(40, spread).Select(row => Array.ConvertAll(row, value => (float)(value * size)))];
        var covariance = Collect(rows);
        Assert.AreEqual(40 * 6, covariance.Count);
        foreach (bool isCentred in new[] { true, false })
        {
            double[] expected = Expected(rows, isCentred);
            double[] actual = covariance.Matrix(0, 0, isCentred);
            double most = expected.Max();
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], actual[i], 1e-3 * most);
            }
        }
    }

    /// <summary>Rows of sizes far apart are summed in units of their own.</summary>
    [TestMethod]
    public void Sums_AreTheSameForAnyOrderSplitAndThreads()
    {
        float[][] rows = Rows(200, 1e6);
        var expected = Collect(rows);
        Assert.IsTrue(expected.Bins.Count > 1);
        var random = new Random(5);
        random.Shuffle(rows);
        AssertEqual(expected, Collect(rows));
        var left = Collect(rows[..77]);
        left.Merge(Collect(rows[77..]));
        AssertEqual(expected, left);
        var together = new CovarianceCollector(Window());
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 4 }, row => together.Add(row, [1, 6, Channels]));
        AssertEqual(expected, together.Settle());
    }

    [TestMethod]
    public void Rows_ThatAreNotFiniteAreLeftOut()
    {
        float[][] rows = Rows(5, 1);
        var expected = Collect(rows);
        float[] bad = [.. rows[0]];
        bad[3] = float.NaN;
        AssertEqual(expected, Collect([.. rows, bad]));
        var zeros = Collect([.. rows, new float[rows[0].Length]]);
        Assert.AreEqual(expected.Count + 6, zeros.Count);
    }

    [TestMethod]
    public void Matrix_OfScaledChannelsNeedsNoOtherPass()
    {
        float[][] rows = Rows(30, 1);
        double[] before = Collect(rows).Matrix(0, 0, isCentred: true);
        double[] after = Collect(rows).Matrix(0, 0, isCentred: true, channel => channel % 2 == 0 ? 2.0 : 0.5);
        Assert.AreEqual(before[Triangle.At(4, 2)] * 4, after[Triangle.At(4, 2)], 1e-12);
        Assert.AreEqual(before[Triangle.At(4, 3)], after[Triangle.At(4, 3)], 1e-12);
        Assert.AreEqual(before[Triangle.At(3, 3)] / 4, after[Triangle.At(3, 3)], 1e-12);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(128)]
    public void Products_AgreesWithTheScalarDefinition(int pairs)
    {
        var random = new Random(pairs);
        int Number() => (random.Next(-2048, 2049) & 0xFFFF) | (random.Next(-2048, 2049) << 16);
        int[] rows = [.. Enumerable.Range(0, pairs * 16).Select(_ => Number())];
        int[] columns = [.. Enumerable.Range(0, pairs * 16).Select(_ => Number())];
        var (expected, actual) = (new int[64], new int[64]);
        for (int first = 0; first < 16; first += 4)
        {
            ProductSums.ComputeScalars(rows.AsSpan(first), columns, pairs, expected);
            ProductSums.Compute(rows.AsSpan(first), columns, pairs, actual);
            CollectionAssert.AreEqual(expected, actual);
        }
    }

    [TestMethod]
    public void Blocks_KeepWideLayersToTheMemoryOfOneOfMostInputs()
    {
        foreach (var (channels, groups, taps) in new[] { (64, 1, 9), (512, 1, 9), (25088, 1, 1), (960, 960, 9), (4000, 1, 1), (1024, 2, 9), (100_000, 1, 1) })
        {
            var blocks = WindowBlocks.Of(ConvolutionWindow(channels, groups, taps));
            Assert.AreEqual(channels / groups * taps, blocks.InputsOfGroup);
            Assert.IsTrue(blocks.Largest <= WindowBlocks.Widest);
            Assert.IsTrue(groups * blocks.Sizes.Sum(size => (double)size * size) <= 1.3 * WindowBlocks.Widest * WindowBlocks.Widest, $"{channels} {taps}");
        }

        Assert.HasCount(1, WindowBlocks.Of(ConvolutionWindow(256, 1, 9)).Sizes);
        Assert.HasCount(4, WindowBlocks.Of(ConvolutionWindow(512, 1, 9)).Sizes);
    }

    private static InputWindow Window() => InputWindow.Of(new NodeProto { OpType = "MatMul", Input = { "x", "w" } }, [Channels, 5]);

    private static InputWindow ConvolutionWindow(int channels, int groups, int taps)
    {
        var node = new NodeProto { OpType = "Conv", Input = { "x", "w" } };
        node.Attribute.Add(new AttributeProto { Name = "group", Type = AttributeProto.Types.AttributeType.Int, I = groups });
        return InputWindow.Of(node, [groups, channels / groups, 1, taps]);
    }

    private static InputCovariance Collect(float[][] rows)
    {
        var collector = new CovarianceCollector(Window());
        Array.ForEach(rows, row => collector.Add(row, [1, 6, Channels]));
        return collector.Settle();
    }

    private static float[][] Rows(int count, double spread)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, count).Select(i => Row(random, i % 2 == 0 ? 1 : spread))];
    }

    private static float[] Row(Random random, double size)
    {
        float[] row = QuantizerRun.Uniform(random, 6 * Channels, -size, 2 * size);
        for (int i = 1; i < row.Length; i++)
        {
            row[i] = (row[i] + row[i - 1]) / 2;
        }

        return row;
    }

    private static double[] Expected(float[][] rows, bool isCentred)
    {
        float[][] windows = [.. rows.SelectMany(row => row.Chunk(Channels))];
        double[] means = [.. Enumerable.Range(0, Channels).Select(channel => isCentred ? windows.Average(window => (double)window[channel]) : 0)];
        var matrix = new double[Triangle.Length(Channels)];
        for (int a = 0; a < Channels; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                matrix[Triangle.At(a, b)] = windows.Average(window => (window[a] - means[a]) * (window[b] - means[b]));
            }
        }

        return matrix;
    }

    private static void AssertEqual(InputCovariance expected, InputCovariance actual)
    {
        Assert.AreEqual(expected.Count, actual.Count);
        CollectionAssert.AreEqual(expected.Bins.Keys.ToArray(), actual.Bins.Keys.ToArray());
        foreach (var (bin, sums) in expected.Bins)
        {
            CollectionAssert.AreEqual(sums.Products, actual.Bins[bin].Products);
            CollectionAssert.AreEqual(sums.Values, actual.Bins[bin].Values);
        }
    }
}
