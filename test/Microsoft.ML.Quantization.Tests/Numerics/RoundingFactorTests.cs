using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class RoundingFactorTests
{
    /// <summary>Variances of 2, 1, 2, 1 and nothing between them; damped by a hundredth of 1.5.</summary>
    [TestMethod]
    public void Create_OrdersByVarianceAndDampsIt()
    {
        var factor = RoundingFactor.Create([2, 0, 1, 0, 0, 2, 0, 0, 0, 1], 4, 1);
        CollectionAssert.AreEqual(new[] { 3, 1, 2, 0 }, factor.Order);
        CollectionAssert.AreEqual(new[] { (float)Math.Sqrt(1.015), (float)Math.Sqrt(1.015), (float)Math.Sqrt(2.015), (float)Math.Sqrt(2.015) }, factor.Diagonal);
        Assert.AreEqual(0f, factor[3, 0]);
    }

    /// <summary>Sizes around those of a panel, whose rows lie apart.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(32)]
    [DataRow(33)]
    [DataRow(70)]
    public void Create_GivesTheFactorOfTheOrderedMatrix(int size)
    {
        double[] matrix = RandomCovariance.Create(new Random(size), size, 2 * size);
        var factor = RoundingFactor.Create(matrix, size, 1);
        double damping = 0.01 * Enumerable.Range(0, size).Average(i => matrix[Triangle.At(i, i)]);
        Assert.HasCount((size + 31) / 32, factor.Panels);
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                // (L * L')[row, column], L being what is divided by its diagonal times it.
                double sum = Enumerable.Range(0, column + 1).Sum(i => L(row, i) * L(column, i));
                double expected = matrix[Triangle.At(factor.Order[row], factor.Order[column])] + (row == column ? damping : 0);
                Assert.AreEqual(expected, sum, 1e-5 * matrix[Triangle.At(factor.Order[row], factor.Order[row])]);
            }
        }

        double L(int row, int column) => (row == column ? 1 : factor[row, column]) * factor.Diagonal[column];
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    [DataRow(-1.0)]
    public void Create_MakesUpForNothingWhereNoInputVaries(double variance)
    {
        var factor = RoundingFactor.Create([variance, 0, variance], 2, 1);
        CollectionAssert.AreEqual(new[] { 0, 1 }, factor.Order);
        CollectionAssert.AreEqual(new float[2], factor.Diagonal);
        Assert.AreEqual(0f, factor[1, 0]);
    }

    [TestMethod]
    public void Create_MakesUpForNothingWhereTheMatrixIsNone() => CollectionAssert.AreEqual(new float[2], RoundingFactor.Create([1, 5, 1], 2, 1).Diagonal);

    /// <summary>The second block of two, less what its weights were rounded to.</summary>
    [TestMethod]
    public void Order_BringsABlockIntoTheOrderOfRounding()
    {
        var tile = new RoundingTile(4);
        Assert.AreEqual((4, 5 * RoundingTile.Lanes), (tile.Length, tile.Integers.Length));
        for (int i = 0; i < tile.Weights.Length; i++)
        {
            (tile.Weights[i], tile.Nearest[i]) = (i, i % 3);
        }

        var factor = RoundingFactor.Create([2, 0, 1], 2, 1);
        tile.Order(factor, 2, []);
        Assert.AreEqual((3f * 32, (2f * 32) + 31, 0f), (tile.Errors[0], tile.Errors[63], tile.Errors[64]));
        tile.Order(factor, 2, tile.Nearest);
        CollectionAssert.AreEqual(Enumerable.Range(96, 32).Concat(Enumerable.Range(64, 32)).Select(i => (float)(i - (i % 3))).ToArray(), tile.Targets[..64]);
        CollectionAssert.AreEqual(tile.Errors, tile.Targets);
    }
}
