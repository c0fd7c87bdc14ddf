using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class MatricesTests
{
    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, 5)]
    [DataRow(5, 1)]
    [DataRow(31, 33)]
    [DataRow(64, 32)]
    [DataRow(70, 97)]
    public void Transposed_PutsEachValueInItsPlace(int rows, int columns)
    {
        int[] values = [.. Enumerable.Range(1, rows * columns)];
        int[] transposed = Matrices.Transposed<int>(values, rows);
        Assert.HasCount(values.Length, transposed);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.AreEqual(values[i], transposed[(i % columns * rows) + (i / columns)]);
        }
    }

    [TestMethod]
    public void Triangle_FindsAValueFromEitherSide()
    {
        Assert.AreEqual((0, 1, 3, 6), (Triangle.Start(0), Triangle.Start(1), Triangle.Start(2), Triangle.Length(3)));
        Assert.AreEqual((4, 4, 5), (Triangle.At(2, 1), Triangle.At(1, 2), Triangle.At(2, 2)));
        Assert.AreEqual(2_147_450_880, Triangle.Start(65_535), "the product alone is more than an int holds");
    }
}
