using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Tests.Numerics;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class EntropyEstimatorTests
{
    [TestMethod]
    public void Divergences_AreThoseOfTheDefinition()
    {
        var random = new Random(5);
        long[] bins = [.. Enumerable.Range(0, 700).Select(i => i % 9 == 4 ? 0L : random.Next(0, 4) * (800 - i))];
        bins[^1] = 3;
        double[] actual = EntropySearch.Divergences(bins);
        Assert.HasCount(bins.Length - 127, actual);
        for (int length = 128; length <= bins.Length; length++)
        {
            Assert.AreEqual(Definition(bins, length), actual[length - 128], 1e-9, $"{length} bins");
        }
    }

    [TestMethod]
    [DataRow(4, 37)]
    [DataRow(8, 64)]
    [DataRow(EntropySearch.SignedLevels, 128)]
    [DataRow(EntropySearch.SignedLevels, 700)]
    [DataRow(EntropySearch.SignedLevels, 4096)]
    [DataRow(EntropySearch.UnsignedLevels, 257)]
    [DataRow(EntropySearch.UnsignedLevels, 2048)]
    [DataRow(EntropySearch.UnsignedLevels, 3001)]
    public void Divergences_AreBitForBitThoseOfEachCandidateByItself(int levels, int count)
    {
        var random = new Random(count);
        foreach (double share in new[] { 0.05, 0.6, 1.0 })
        {
            long[] bins = [.. Enumerable.Range(0, count).Select(i => random.NextDouble() < share ? random.NextInt64(1, 2 + (1_000_000 / (1 + i))) : 0L)];
            bins[^1] = 3;
            double[] actual = EntropySearch.Divergences(bins, levels);
            Assert.HasCount(count - levels + 1, actual);
            for (int length = levels; length <= count; length++)
            {
                Assert.AreEqual(BitConverter.DoubleToInt64Bits(ByItself(bins, length, levels)), BitConverter.DoubleToInt64Bits(actual[length - levels]), $"{length} of {count} bins");
            }
        }
    }

    // With 2,048 bins ONNX Runtime's tool, too, separates the outliers of this data from the rest; thresholds differ a little.
    [TestMethod]
    [DataRow("x", -3.99760199f, 4.62695312f)]
    [DataRow("x,y", -4.41357422f, 4.42480469f)]
    [DataRow("relu", 0f, 4.52587891f)]
    public void Estimate_SeparatesTheOutliersOfTheGoldenData(string data, float low, float high)
    {
        float[] values = data switch { "x" => GoldenData.X(), "relu" => GoldenData.Relu(), _ => [.. GoldenData.X(), .. GoldenData.Y()] };
        RangeEstimate estimate = EntropyEstimator.Estimate(SketchAssert.Scalar(values));
        Assert.AreEqual(low, estimate.Low, 0.7f);
        Assert.AreEqual(high, estimate.High, 0.7f);
    }

    [TestMethod]
    [DataRow("normal")]
    [DataRow("laplace")]
    [DataRow("relu")]
    [DataRow("outliers")]
    public void Estimate_HasAnInteriorMinimum(string data)
    {
        float[] values = Distribution(data);
        RangeEstimate estimate = EntropyEstimator.Estimate(SketchAssert.Scalar(values));
        DivergenceCurve curve = estimate.Curve!;
        Assert.IsTrue(curve.MinimumIndex > 0 && curve.MinimumIndex < curve.Divergences.Count - 1, $"minimum at {curve.MinimumIndex}");
        Assert.AreEqual(curve.Divergences.Min(), curve.Divergences[curve.MinimumIndex]);
        Assert.AreEqual(Math.Min(values.Max(), (float)curve.Thresholds[curve.MinimumIndex]), estimate.High);
        Assert.IsGreaterThan(2 * curve.Divergences[curve.MinimumIndex], curve.Divergences[0]);
    }

    [TestMethod]
    public void Estimate_CutsSparseOutliersWhereMinMaxKeepsThem()
    {
        float[] values = SketchData.SparseOutliers(400_000);
        RangeEstimate estimate = EntropyEstimator.Estimate(SketchAssert.Scalar(values));
        Assert.IsTrue(estimate.High is > 2.5f and < 8f && estimate.Low is < -2.5f and > -8f, $"[{estimate.Low}, {estimate.High}]");
        Assert.AreEqual(1e-4, estimate.ClippedShare, 1e-3);
    }

    [TestMethod]
    public void Estimate_IsNotMovedByZeros()
    {
        float[] positive = [.. SketchData.Normal(200_000).Where(x => x > 0f)];
        RangeEstimate without = EntropyEstimator.Estimate(SketchAssert.Scalar(positive));
        RangeEstimate with = EntropyEstimator.Estimate(SketchAssert.Scalar([.. positive, .. new float[5_000_000]]));
        Assert.AreEqual(without.High, with.High);
    }

    [TestMethod]
    public void Estimate_MirrorsATensorWithoutPositiveValues()
    {
        RangeEstimate positive = EntropyEstimator.Estimate(SketchAssert.Scalar(SketchData.Relu(50_000)));
        RangeEstimate negative = EntropyEstimator.Estimate(SketchAssert.Scalar([.. SketchData.Relu(50_000).Select(x => -x)]));
        Assert.AreEqual((-positive.High, 0f), (negative.Low, negative.High));
    }

    private static float[] Distribution(string name)
    {
        return name switch
        {
            "normal" => SketchData.Normal(400_000),
            "laplace" => SketchData.Laplace(400_000),
            "relu" => SketchData.Relu(400_000),
            _ => SketchData.SparseOutliers(400_000),
        };
    }

    /// <summary>One candidate, its groups one after the other: what the search must give whatever it shares among candidates.</summary>
    private static double ByItself(long[] bins, int length, int levels)
    {
        (long total, long inside, long last) = (bins.Sum(), bins[..length].Sum(), bins[length - 1]);
        if (inside == 0 || (last == 0 && total > inside))
        {
            return double.PositiveInfinity;
        }

        double cross = 0.0;
        double height = 0.0;
        for (int group = 0, start = 0; group < levels; group++)
        {
            int end = (((group + 1) * length) + levels - 1) / levels;
            long[] own = bins[start..end];
            height = own.Sum() == 0 ? 0.0 : own.Sum() / (double)own.Count(bin => bin > 0);
            cross += TimesLog(own.Sum(), height);
            start = end;
        }

        cross += TimesLog(total - inside, height);
        double self = bins[..(length - 1)].Aggregate(0.0, (sum, bin) => sum + TimesLog(bin, bin)) + TimesLog(last + total - inside, last + total - inside);
        return Math.Max(0.0, ((self - cross) / total) + Math.Log(inside / (double)total));
    }

    private static double TimesLog(double factor, double value) => factor == 0.0 ? 0.0 : factor * Math.Log(value);

    /// <summary>The published algorithm, written down step by step.</summary>
    private static double Definition(long[] bins, int length)
    {
        double[] p = [.. bins[..length].Select(count => (double)count)];
        p[^1] += bins[length..].Sum();
        var q = new double[length];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, length).GroupBy(i => i * 128 / length))
        {
            int[] occupied = [.. group.Where(i => bins[i] > 0)];
            foreach (int i in occupied)
            {
                q[i] = group.Sum(j => bins[j]) / (double)occupied.Length;
            }
        }

        (double all, double inside) = (p.Sum(), q.Sum());
        return Enumerable.Range(0, length).Where(i => p[i] > 0).Sum(i => p[i] / all * Math.Log(p[i] / all / (q[i] / inside)));
    }
}
