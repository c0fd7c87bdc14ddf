using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

[TestClass]
public sealed class LargestMagnitudesTests
{
    [TestMethod]
    [DataRow(null)]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void TheyAreThoseOfTheOperators(int? axis)
    {
        using var scope = NewDisposeScope();
        var weights = arange(3 * 40 * 5, dtype: ScalarType.Float32).mul(2.7).sin().reshape(3, 40, 5);
        var expected = axis is { } dimension ? weights.abs().amax([.. new long[] { 0, 1, 2 }.Where(other => other != dimension)]) : weights.abs().amax([]);
        CollectionAssert.AreEqual(expected.data<float>().ToArray(), LargestMagnitudes.Measure(weights, axis));
    }

    [TestMethod]
    public void ATransposedTensorIsReadInItsOwnOrder()
    {
        using var scope = NewDisposeScope();
        CollectionAssert.AreEqual(new[] { 4f, 6f }, LargestMagnitudes.Measure(tensor(new[] { 1f, -6f, -4f, 3f }, [2, 2]).t(), 0));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(0)]
    [DataRow(1)]
    public void WhatIsNoNumberMakesTheLargestNone(int? axis)
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new[] { 1f, float.NaN, -4f, 3f }, [2, 2]);
        Assert.AreEqual(1, LargestMagnitudes.Measure(weights, axis).Count(float.IsNaN));
    }
}
