using Microsoft.ML.Quantization.TrainedModels.Compact;
using Microsoft.ML.Quantization.TrainedModels.Linear;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Compact;

[TestClass]
public class WeightRoundingTests
{
    [TestMethod]
    public void Round_OfAnyWeights_IsWithinHalfAStep_AndIsFoundAgainAsItWas()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            float[] weights = [.. Enumerable.Range(0, 1 + random.Next(300)).Select(_ => (float)(Math.Pow(random.NextDouble() - 0.5, 3) * Math.Pow(10, (seed % 30) - 20)))];
            var unit = Round(new LinearUnit(weights, null, 1.5f));
            var floats = unit.ToFloats();
            for (int i = 0; i < weights.Length; i++)
            {
                Assert.AreEqual((double)unit.Values[i] * unit.Step, floats.Values[i], "The product is not exact.");
                Assert.IsLessThanOrEqualTo(0.5 * unit.Step * (1 + 1e-6), Math.Abs((double)floats.Values[i] - weights[i]), $"seed {seed}");
            }

            var found = IntegerWeights.TryRead(floats);
            Assert.IsNotNull(found, $"seed {seed}");
            Assert.AreEqual(unit.Step, found.Step);
            Assert.AreEqual(1.5f, found.Bias);
            CollectionAssert.AreEqual(unit.Values, found.Values);
        }
    }

    [TestMethod]
    public void Round_OfWeightsWithACommonFactor_PutsItIntoTheStep()
    {
        var unit = Round(new LinearUnit([5, -5, 0, 5], null, 0));
        CollectionAssert.AreEqual(new sbyte[] { 1, -1, 0, 1 }, unit.Values);
        Assert.AreEqual(5f, unit.Step, 0.02f);
    }

    [TestMethod]
    public void Round_OfZerosAlone_HasNoStep()
    {
        var unit = Round(new LinearUnit([0, 0], null, 3));
        Assert.AreEqual(0, unit.Step);
        CollectionAssert.AreEqual(new sbyte[] { 0, 0 }, IntegerWeights.TryRead(unit.ToFloats())!.Values);
    }

    [TestMethod]
    [DataRow(1e-38f)]
    [DataRow(1e-44f)]
    [DataRow(3.4e38f)]
    public void Round_OfWeightsWithoutAStep_IsRefused(float weight) => Assert.IsNull(WeightRounding.Round(new LinearUnit([weight], null, 0), [1]));

    [TestMethod]
    [DataRow(new[] { 0.1f, 0.2f, 0.3f })]
    [DataRow(new[] { 1f, 128f })]
    [DataRow(new[] { 1f, 127f, 0.5f })]
    [DataRow(new[] { 1e-40f })]
    [DataRow(new[] { 1e-20f, 1e20f })]
    public void TryRead_OfWeightsThatAreNotInt8_FindsNone(float[] weights) => Assert.IsNull(IntegerWeights.TryRead(new LinearUnit(weights, null, 0)));

    private static IntegerUnit Round(LinearUnit unit) => WeightRounding.Round(unit, [.. unit.Values.Select(_ => 1.0)])!.Unit;
}
