using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class CompensatedRoundingTests
{
    private static readonly RoundingBounds Free = new(127, float.PositiveInfinity, []);

    /// <summary>
    /// H = [[1, 0.8], [0.8, 1]], damped by 0.01: L = [[1.00499, 0], [0.79603, 0.61344]], so that the first input of the order, the second here as variances are alike
    /// and the first of equals goes first, passes on 0.79208 of its error. 2.4 becomes 2; 1.3 + 0.4 * 0.79208 = 1.617 becomes 2.
    /// </summary>
    [TestMethod]
    public void Round_MakesUpForTheErrorBefore()
    {
        var factor = RoundingFactor.Create([1, 0.8, 1], 2, 1);
        CollectionAssert.AreEqual(new[] { 1, 0 }, factor.Order);
        Assert.AreEqual(0.79208f, factor[1, 0], 1e-5f);
        var tile = Tile([2.4f, 1.3f]);
        tile.Order(factor, 0, []);
        CompensatedRounding.Round(tile, factor, 0, Free);
        Assert.AreEqual((2f, 2f), (tile.Integers[0], tile.Integers[RoundingTile.Lanes]));

        // E = (0.4, -0.7): 0.16 + 0.49 - 2 * 0.28 * 0.8 + 0.01 * 0.65.
        Assert.AreEqual(0.2085, tile.Squares[0], 1e-5);
    }

    [TestMethod]
    public void Round_LeavesNeighboursTheirSum()
    {
        var factor = RoundingFactor.Create([1, 0, 0.5], 2, 1);
        var tile = Tile([100.2f, 60.4f]);
        tile.Order(factor, 0, []);
        CompensatedRounding.Round(tile, factor, 0, new RoundingBounds(127, 128, [[1, 0]]));
        Assert.AreEqual((100f, 28f), (tile.Integers[0], tile.Integers[RoundingTile.Lanes]));
    }

    [TestMethod]
    [DataRow(1, false)]
    [DataRow(9, true)]
    [DataRow(64, true)]
    [DataRow(101, false)]
    [DataRow(101, true)]
    public void Round_AgreesWithTheScalarDefinition(int size, bool hasNeighbours)
    {
        var random = new Random(size);
        var factor = RoundingFactor.Create(RandomCovariance.Create(random, size, 3 * size), size, 1);
        var bounds = hasNeighbours ? new RoundingBounds(127, 128, [[.. Enumerable.Range(0, size).Select(i => Math.Min(i ^ 1, size))], [.. Enumerable.Range(0, size).Select(i => size - 1 - i)]]) : Free;
        var (expected, actual) = (new RoundingTile(size), new RoundingTile(size));
        QuantizerRun.Uniform(random, size * RoundingTile.Lanes, -127, 127).CopyTo(expected.Weights, 0);
        expected.Weights.CopyTo(actual.Weights, 0);
        expected.Order(factor, 0, []);
        actual.Order(factor, 0, []);
        CompensatedRounding.Round(expected, factor, 0, bounds);
        VectorCompensatedRounding.Round(actual, factor, 0, bounds);
        CollectionAssert.AreEqual(expected.Integers, actual.Integers);
        CollectionAssert.AreEqual(expected.Squares, actual.Squares);

        expected.Order(factor, 0, expected.Integers);
        actual.Order(factor, 0, actual.Integers);
        CompensatedRounding.Measure(expected, factor);
        VectorCompensatedRounding.Measure(actual, factor);
        CollectionAssert.AreEqual(expected.Squares, actual.Squares);
    }

    [TestMethod]
    public void Measure_GivesTheErrorOfTheOutput()
    {
        const int Size = 40;
        var random = new Random(3);
        double[] matrix = RandomCovariance.Create(random, Size, 100);
        double damping = RoundingFactor.Damping * Enumerable.Range(0, Size).Average(i => matrix[Triangle.At(i, i)]);
        var factor = RoundingFactor.Create(matrix, Size, 1);
        var tile = new RoundingTile(Size);
        QuantizerRun.Uniform(random, tile.Weights.Length, -0.5, 0.5).CopyTo(tile.Weights, 0);
        tile.Order(factor, 0, []);
        VectorCompensatedRounding.Measure(tile, factor);
        for (int lane = 0; lane < RoundingTile.Lanes; lane++)
        {
            double expected = RandomCovariance.Error(matrix, [.. Enumerable.Range(0, Size).Select(i => (double)tile.Weights[(i * RoundingTile.Lanes) + lane])], damping);
            Assert.AreEqual(expected, tile.Squares[lane], 1e-4 * expected);
        }
    }

    private static RoundingTile Tile(float[] weights)
    {
        var tile = new RoundingTile(weights.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            tile.Weights[i * RoundingTile.Lanes] = weights[i];
        }

        return tile;
    }
}
