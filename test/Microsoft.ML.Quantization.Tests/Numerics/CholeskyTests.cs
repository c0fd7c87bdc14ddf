using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class CholeskyTests
{
    [TestMethod]
    public void Factor_GivesTheKnownFactor()
    {
        double[] matrix = [4, 12, 37, -16, -43, 98];
        Assert.IsTrue(Cholesky.Factor(matrix, 3, 1));
        CollectionAssert.AreEqual(new double[] { 2, 6, 1, -8, 5, 3 }, matrix);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(31)]
    [DataRow(33)]
    [DataRow(130)]
    [DataRow(291)]
    public void Factor_AgreesWithTheScalarDefinition(int size)
    {
        double[] matrix = RandomCovariance.Create(new Random(size), size, 2 * size);
        double[] expected = Definition(matrix, size);
        foreach (int threads in new[] { 1, 2, 5 })
        {
            double[] actual = [.. matrix];
            Assert.IsTrue(Cholesky.Factor(actual, size, threads));
            CollectionAssert.AreEqual(expected, actual);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(double.NaN)]
    [DataRow(-1)]
    public void Factor_RefusesWhatIsNotPositiveDefinite(double last) => Assert.IsFalse(Cholesky.Factor([1, 0, last], 2, 1));

    private static double[] Definition(double[] matrix, int size)
    {
        double[] factor = [.. matrix];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double value = factor[Triangle.At(row, column)];
                for (int i = 0; i < column; i++)
                {
                    value -= factor[Triangle.At(row, i)] * factor[Triangle.At(column, i)];
                }

                factor[Triangle.At(row, column)] = column < row ? value / factor[Triangle.At(column, column)] : Math.Sqrt(value);
            }
        }

        return factor;
    }
}
