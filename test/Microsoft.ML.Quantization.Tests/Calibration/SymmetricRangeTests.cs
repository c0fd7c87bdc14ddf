using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Ranges for targets whose integers are symmetric: one number, the largest magnitude that is kept.</summary>
[TestClass]
public sealed class SymmetricRangeTests
{
    private static readonly CalibrationSettings Symmetric = new(CalibrationMethod.MeanSquaredError, 99.9, IsSymmetric: true);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void MeanSquaredError_IsAsGoodAsEveryThreshold_AndBetterThanAnAffineRangeMadeSymmetric(string name)
    {
        var sketch = SketchAssert.Scalar(Values(name));
        var errors = new ExpectedSquaredError(sketch);
        double best = Enumerable.Range(1, 4096).Min(i => errors.Compute(Symmetric.Parameters(-(float)(i * sketch.Histogram.BinWidth), 0)));
        double chosen = Error(errors, MeanSquaredErrorEstimator.Estimate(sketch, Symmetric));
        Assert.AreEqual(best, chosen, 0.005 * best);
        Assert.IsLessThanOrEqualTo(Error(errors, MeanSquaredErrorEstimator.Estimate(sketch)) * 1.001, chosen);
    }

    [TestMethod]
    public void MeanSquaredError_OfATensorWithoutNegatives_IsClippedMoreThanForUnsignedIntegers()
    {
        // With half as many steps for the same values, clipping pays earlier.
        var sketch = SketchAssert.Scalar(SketchData.Relu(100_000));
        var (affine, symmetric) = (MeanSquaredErrorEstimator.Estimate(sketch), MeanSquaredErrorEstimator.Estimate(sketch, Symmetric));
        Assert.IsLessThan(0.97 * affine.High, symmetric.High);
        var errors = new ExpectedSquaredError(sketch);
        Assert.IsLessThan(Error(errors, affine), Error(errors, symmetric));
    }

    /// <summary>The definition, value by value: those beyond the ends count three times.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ClippedValues_CountAsOftenAsAskedFor(string name)
    {
        var sketch = SketchAssert.Scalar(Values(name));
        var parameters = Symmetric.Parameters(sketch.Minimum / 2, sketch.Maximum / 2);
        double largest = parameters.QuantizedMaximum * (double)parameters.Scale, smallest = parameters.QuantizedMinimum * (double)parameters.Scale;
        double beyond = Values(name).Average(value => Math.Pow(value - Math.Clamp((double)value, smallest, largest), 2));
        var errors = new ExpectedSquaredError(sketch);
        double once = errors.Compute(parameters);
        Assert.AreEqual(once, errors.Compute(parameters, 1));
        Assert.AreEqual(once + (2 * beyond), errors.Compute(parameters, 3), 0.01 * beyond);
    }

    [TestMethod]
    public void ClippedValues_CountMore_WhereEffortJudgesByOutputs()
    {
        var options = new QuantizationOptions { Target = QuantizationTarget.TensorRT };
        Assert.AreEqual(CalibrationSettings.ClippingOfSymmetric, options.CalibrationSettings.Clipping);
        Assert.AreEqual(1, (options with { Effort = QuantizationEffort.Fast }).CalibrationSettings.Clipping);
        Assert.AreEqual(1, (options with { Calibration = CalibrationMethod.MeanSquaredError }).CalibrationSettings.Clipping);
        Assert.AreEqual(1, new QuantizationOptions().CalibrationSettings.Clipping);
        var sketch = SketchAssert.Scalar(SketchData.Relu(100_000));
        Assert.IsGreaterThan(MeanSquaredErrorEstimator.Estimate(sketch, Symmetric).High, MeanSquaredErrorEstimator.Estimate(sketch, options.CalibrationSettings).High);
    }

    [TestMethod]
    public void Percentile_KeepsItsShareOfTheMagnitudes()
    {
        float[] values = [.. SketchData.Normal(100_000).Select(x => x < 0 ? 3 * x : x)];
        var range = RangeEstimator.Estimate(SketchAssert.Scalar(values), Symmetric with { Method = CalibrationMethod.Percentile, Percentile = 99 });
        double outside = values.Count(x => Math.Abs(x) > Math.Max(-range.Low, range.High)) / (double)values.Length;
        Assert.IsTrue(outside is > 0.008 and <= 0.01, $"{outside:P3} outside");
    }

    [TestMethod]
    public void Entropy_HasAsManyLevels_WhereThereAreNoNegatives()
    {
        var values = SketchData.Relu(100_000);
        var sketch = SketchAssert.Scalar(values);
        var both = SketchAssert.Scalar([.. values.Select((x, i) => i % 2 == 0 ? x : -x)]);
        Assert.AreEqual(EntropyEstimator.Estimate(both).High, EntropyEstimator.Estimate(sketch, isSymmetric: true).High, 0.01);
    }

    [TestMethod]
    public void Ranges_ReachAsFarOnBothSides_WithinWhatWasObserved()
    {
        foreach (var method in CalibrationRules.All.Select(rule => rule.Method).Where(method => method != CalibrationMethod.MinMax))
        {
            float[] values = [.. SketchData.SparseOutliers(60_000).Select(x => x < -1 ? x / 4 : x)];
            var range = RangeEstimator.Estimate(SketchAssert.Scalar(values), Symmetric with { Method = method });
            Assert.IsTrue(range.Low == -range.High || (range.Low == values.Min() && -range.Low < range.High) || (range.High == values.Max() && range.High < -range.Low), $"{method}: [{range.Low}, {range.High}]");
        }
    }

    [TestMethod]
    public void Reported_NoiseIsThatOfTheSymmetricGrid()
    {
        var sketch = SketchAssert.Scalar(SketchData.Relu(100_000));
        double affine = CalibratedTensor.Create("x", sketch, Symmetric with { IsSymmetric = false }).Sqnr, symmetric = CalibratedTensor.Create("x", sketch, Symmetric).Sqnr;
        Assert.IsTrue(affine - symmetric is > 3 and < 6.1, $"{affine:F1} dB, {symmetric:F1} dB");
    }

    [TestMethod]
    public void ConsumerRanges_AreChosenOnTheSymmetricGrid_InFinerSteps()
    {
        foreach (string name in Names.Select(each => (string)each[0]))
        {
            var channel = new ChannelHistogram();
            channel.AddScalar(Values(name));
            ChannelDistribution[] channels = [ChannelDistribution.Create(channel)];
            double Error((float Low, float High, string) range) => channels[0].ErrorOfRounding(Symmetric.Parameters(range.Low, range.High)) is var (below, above) ? below + above : 0;
            var coarse = ConsumerRange.Find(channels, [1], [1], double.PositiveInfinity, 1, Symmetric.Parameters)!.Value;
            var found = ConsumerRange.Find(channels, [1], [1], double.PositiveInfinity, 1, Symmetric.Parameters, isSymmetric: true)!.Value;
            Assert.IsLessThanOrEqualTo(Error(coarse), Error(found), name);
            float farther = Math.Max(-found.Low, found.High);
            Assert.IsTrue(found.Low == Math.Max(-farther, Math.Min(0, Values(name).Min())) && found.High == Math.Min(farther, Math.Max(0, Values(name).Max())), $"{name}: [{found.Low}, {found.High}]");
        }
    }

    private static IEnumerable<object[]> Names => new[] { "normal", "laplace", "relu", "gelu", "negative", "lopsided", "outliers" }.Select(name => new object[] { name });

    private static float[] Values(string name) => name switch
    {
        "normal" => SketchData.Normal(50_000),
        "laplace" => SketchData.Laplace(50_000),
        "relu" => SketchData.Relu(50_000),
        "gelu" => SketchData.Gelu(50_000),
        "negative" => [.. SketchData.Relu(50_000).Select(x => -x)],
        "lopsided" => [.. SketchData.Normal(50_000).Select(x => x < 0 ? 3 * x : x)],
        _ => SketchData.SparseOutliers(50_000),
    };

    private static double Error(ExpectedSquaredError errors, RangeEstimate range) => errors.Compute(Symmetric.Parameters(range.Low, range.High));
}
