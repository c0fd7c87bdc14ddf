using CsCheck;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class TensorSketchTests
{
    [TestMethod]
    public void Add_AgreesWithTheScalarDefinition()
    {
        SketchData.Arrays.Sample(values =>
        {
            var sketch = new TensorSketch();
            sketch.Add(values);
            SketchAssert.AreEqual(SketchAssert.Scalar(values), sketch);
        });
    }

    [TestMethod]
    public void Add_AgreesWithTheScalarDefinitionOnLongInput()
    {
        float[] constant = [.. Enumerable.Repeat(-2.5f, 200_001)];
        float[] zeros = [.. Enumerable.Repeat(-0f, 200_003)];
        float[] steps = [.. Enumerable.Range(0, 200_005).Select(i => (i / 7) % 3 == 0 ? 0f : i % 2 == 0 ? 6f : -6f)];
        foreach (float[] values in new[] { constant, zeros, steps, SketchData.Normal(200_001), SketchData.Relu(300_001) })
        {
            var sketch = new TensorSketch();
            sketch.Add(values);
            SketchAssert.AreEqual(SketchAssert.Scalar(values), sketch);
        }
    }

    // So many equal values that a counter of 16 bits would overflow, in pieces too short to be brought in one by one, with wider bins in between.
    [TestMethod]
    public void Add_InManyPieces_AgreesWithTheScalarDefinition()
    {
        var sketch = new TensorSketch();
        List<float> all = [];
        for (int piece = 0; piece < 400; piece++)
        {
            float[] values = [.. Enumerable.Range(0, 1003).Select(i => i % 3 == 0 ? 0f : i % 5 == 0 ? -1.5f : 0.7f)];
            values[piece] = piece % 50 == 7 ? MathF.ScaleB(1f, piece / 50) : 0.3f;
            sketch.Add(values);
            all.AddRange(values);
            if (piece % 100 == 30)
            {
                SketchAssert.AreEqual(SketchAssert.Scalar([.. all]), sketch);
            }

            if (piece % 100 == 60)
            {
                sketch.Settle();
            }
        }

        SketchAssert.AreEqual(SketchAssert.Scalar([.. all]), sketch);
    }

    [TestMethod]
    public void Merge_TakesInWhatIsPendingOnBothSides()
    {
        float[] one = SketchData.Normal(5_001);
        float[] other = SketchData.Normal(7_003, seed: 2);
        var (first, second) = (new TensorSketch(), new TensorSketch());
        first.Add(one);
        second.Add(other);
        SketchAssert.AreEqual(SketchAssert.Scalar([.. one, .. other]), Merged(first, second));
    }

    [TestMethod]
    public void Add_DoesNotDependOnOrderOrSplit()
    {
        Gen.Select(SketchData.Arrays, Gen.Int[0, 1500], Gen.Int).Sample((values, split, seed) =>
        {
            var whole = new TensorSketch();
            whole.Add(values);
            float[] shuffled = [.. values];
            new Random(seed).Shuffle(shuffled);
            split = Math.Min(split, values.Length);
            var parts = new TensorSketch();
            parts.Add(shuffled.AsSpan(split));
            parts.Add(shuffled.AsSpan(0, split));
            SketchAssert.AreEqual(whole, parts);
        });
    }

    [TestMethod]
    public void Merge_IsExactCommutativeAndAssociative()
    {
        Gen.Select(SketchData.Arrays, SketchData.Arrays, SketchData.Arrays).Sample((a, b, c) =>
        {
            TensorSketch whole = SketchAssert.Scalar([.. a, .. b, .. c]);
            SketchAssert.AreEqual(whole, Merged(Merged(SketchAssert.Scalar(a), SketchAssert.Scalar(b)), SketchAssert.Scalar(c)));
            SketchAssert.AreEqual(whole, Merged(SketchAssert.Scalar(c), Merged(SketchAssert.Scalar(b), SketchAssert.Scalar(a))));
        });
    }

    [TestMethod]
    public void Add_CountsEveryKindOfValue()
    {
        TensorSketch sketch = SketchAssert.Scalar(1f, -2f, 0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon);
        Assert.AreEqual((8L, 1L, 2L, 2L, 5L), (sketch.Count, sketch.NaNCount, sketch.InfinityCount, sketch.ZeroCount, sketch.FiniteCount));
        Assert.AreEqual((-2f, 1f), (sketch.Minimum, sketch.Maximum));
    }

    [TestMethod]
    [DataRow(1f, -11, 2048)]
    [DataRow(1.9999999f, -11, 4095)]
    [DataRow(2f, -10, 2048)]
    [DataRow(-3.75f, -10, 3840)]
    [DataRow(float.MaxValue, 116, 4095)]
    [DataRow(1e-37f, -120, 0)]
    [DataRow(3.08e-33f, -120, 4094)]
    [DataRow(float.Epsilon, -120, 0)]
    public void Histogram_PutsTheLargestMagnitudeIntoTheUpperHalf(float value, int exponent, int bin)
    {
        MagnitudeHistogram histogram = SketchAssert.Scalar(value).Histogram;
        Assert.AreEqual(exponent, histogram.Exponent);
        Assert.AreEqual(1L, (value < 0 ? histogram.Negative : histogram.Positive)[bin]);
        Assert.IsTrue((value < 0 ? histogram.Positive : histogram.Negative).IsEmpty);
    }

    [TestMethod]
    public void Sketch_OfNothingOrZerosHasNoBins()
    {
        foreach (TensorSketch sketch in new[] { new TensorSketch(), SketchAssert.Scalar(-0f, 0f), SketchAssert.Scalar(float.NaN) })
        {
            Assert.AreEqual((0, 0), (BitConverter.SingleToInt32Bits(sketch.Minimum), BitConverter.SingleToInt32Bits(sketch.Maximum)));
            Assert.IsTrue(sketch.Histogram.Positive.IsEmpty && sketch.Histogram.Negative.IsEmpty);
        }
    }

    private static TensorSketch Merged(TensorSketch target, TensorSketch other)
    {
        target.Merge(other);
        return target;
    }
}
