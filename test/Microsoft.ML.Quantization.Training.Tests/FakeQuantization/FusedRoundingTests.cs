using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

[TestClass]
public sealed class FusedRoundingTests
{
    [TestMethod]
    [DataRow(null, 5, 7)]
    [DataRow(0, 5, 7)]
    [DataRow(1, 5, 7)]
    [DataRow(0, 1, 1)]
    [DataRow(1, 5, 1)]
    public void OnePassGivesTheBitsOfTheOperators(int? axis, long channels, long height)
    {
        using var scope = NewDisposeScope();
        var grid = new QuantizationGrid(-127, 127, 3, axis);
        var (value, gradient, scales) = (Made([6, channels, height, 9], 1), Made([6, channels, height, 9], 2), Scales(axis));
        var scale = scales.ToTensor(CPU);
        Assert.IsNotNull(FusedRounding.For(value, scales.Values, grid));
        CollectionAssert.AreEqual(Numbers(grid.RoundByOperators(value, scale)), Numbers(grid.Round(value, scales)));
        var (passed, sums) = grid.Back(value, scales, gradient, sum: true);
        var (expected, expectedSums) = grid.BackByOperators(value, scale, gradient, sum: true);
        CollectionAssert.AreEqual(Numbers(expected), Numbers(passed));
        Assert.HasCount(scales.Values.Length, sums!);
        foreach (var (want, have) in Numbers(expectedSums!).Zip(sums!))
        {
            Assert.AreEqual(want, have, 1e-3 + (1e-4 * Math.Abs(want)));
        }
    }

    [TestMethod]
    public void SomeValuesAreClippedAndSomeAreNot()
    {
        using var scope = NewDisposeScope();
        var (passed, _) = new QuantizationGrid(-127, 127, 3).Back(Made([6, 5, 7, 9], 1), Scales(null), ones(6, 5, 7, 9), sum: false);
        float share = passed.mean().item<float>();
        Assert.IsTrue(share is > 0.1f and < 0.9f, $"{share}");
    }

    [TestMethod]
    public void SumsDoNotDependOnTheNumberOfThreads()
    {
        using var scope = NewDisposeScope();
        var (value, gradient, grid) = (Made([64, 3, 50, 50], 1), Made([64, 3, 50, 50], 2), new QuantizationGrid(0, 255, 100));
        int before = get_num_threads();
        try
        {
            set_num_threads(1);
            float one = grid.Back(value, Scales(null), gradient, sum: true).Sums![0];
            set_num_threads(4);
            Assert.AreEqual(one, grid.Back(value, Scales(null), gradient, sum: true).Sums![0]);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [TestMethod]
    public void ATensorThatIsNotContiguousIsRoundedInItsOwnOrder()
    {
        using var scope = NewDisposeScope();
        var (grid, value) = (new QuantizationGrid(0, 255, 128), Made([30, 40], 1).t());
        CollectionAssert.AreEqual(Numbers(grid.RoundByOperators(value, Scales(null).ToTensor(CPU))), Numbers(grid.Round(value, Scales(null))));
    }

    [TestMethod]
    public void HalvesGoToTheEvenNeighbour()
    {
        using var scope = NewDisposeScope();
        float[] halves = [.. Enumerable.Range(-20, 40).Select(i => i + 0.5f)];
        float[] expected = Array.ConvertAll(halves, half => MathF.Round(half, MidpointRounding.ToEven));
        CollectionAssert.AreEqual(expected, Numbers(new QuantizationGrid(0, 255, 128).Round(tensor(halves), new RoundingScales([1], []))));
    }

    [TestMethod]
    public void NaNStaysNaN()
    {
        using var scope = NewDisposeScope();
        float[] values = [.. Enumerable.Repeat(float.NaN, 20)];
        Assert.IsTrue(Numbers(new QuantizationGrid(0, 255, 0).Round(tensor(values), new RoundingScales([0.5f], []))).All(float.IsNaN));
    }

    [TestMethod]
    public void VectorsGiveTheBitsOfSingleNumbers()
    {
        var kernel = new RoundingKernel(0.37f, -20, 30);
        float[] values = [.. Enumerable.Range(0, 1024).Select(i => MathF.Sin(i) * 20)];
        float[] gradient = [.. Enumerable.Range(0, 1024).Select(i => MathF.Cos(3 * i))];
        var (rounded, passed, single) = (new float[1024], new float[1024], new float[1]);
        kernel.Round(values, rounded);
        double sum = kernel.PassAndSum(values, gradient, passed);
        var sums = new float[RoundingKernel.Lanes];
        for (int i = 0; i < values.Length; i++)
        {
            // One number is less than a vector, so this is the definition.
            kernel.Round(values.AsSpan(i, 1), single);
            Assert.AreEqual(single[0], rounded[i]);
            double part = kernel.PassAndSum(values.AsSpan(i, 1), gradient.AsSpan(i, 1), single);
            Assert.AreEqual(single[0], passed[i]);
            sums[i % RoundingKernel.Lanes] += (float)part;
        }

        Assert.AreEqual(sums.Sum(lane => (double)lane), sum);
    }

    private static Tensor Made(long[] shape, int seed)
    {
        var random = new Random(seed);
        return tensor([.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => (float)((random.NextDouble() - 0.5) * 8))], shape);
    }

    private static RoundingScales Scales(int? axis) => axis switch
    {
        null => new([0.011f], []),
        0 => new([0.01f, 0.02f, 0.005f, 0.03f, 0.012f, 0.5f], [6]),
        _ => new([0.01f, 0.02f, 0.005f, 0.03f, 0.012f], [5]),
    };

    private static float[] Numbers(Tensor values) => [.. values.contiguous().data<float>()];
}
