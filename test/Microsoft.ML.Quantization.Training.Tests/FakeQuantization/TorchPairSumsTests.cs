using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

[TestClass]
public sealed class TorchPairSumsTests
{
    private const float Limit = 127;

    [TestMethod]
    [DataRow(new long[] { 4, 3, 3, 3 }, 0)]
    [DataRow(new long[] { 5, 8, 1, 1 }, 0)]
    [DataRow(new long[] { 3, 2, 5 }, 0)]
    [DataRow(new long[] { 6, 7 }, 0)]
    [DataRow(new long[] { 7, 4 }, 1)]
    public void TheScalesAreThoseOfTheScalarDefinition(long[] shape, int outputAxis)
    {
        using var scope = NewDisposeScope();
        var random = new Random(9);
        float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] expected = PairSums.MinimumScales(new WeightSource(values, shape, outputAxis, null), Limit);
        float[] actual = TorchPairSums.MinimumScales(tensor(values, shape), outputAxis, Limit).data<float>().ToArray();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], expected[i] * 1e-6f);
        }
    }
}
