using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

/// <summary>Values worked out by hand.</summary>
[TestClass]
public sealed class AveragePrecisionTests
{
    [TestMethod]
    public void Compute_OfAllFound_IsOne() => Assert.AreEqual(1, AveragePrecision.Compute([(0.9f, true), (0.8f, true)], 2));

    [TestMethod]
    public void Compute_OfNothing_IsZero() => Assert.AreEqual(0, AveragePrecision.Compute([], 2));

    /// <summary>Recalls 0 to 0.50 at precision 1, 0.51 to 1 at two thirds.</summary>
    [TestMethod]
    public void Compute_TakesTheLargestPrecisionAtARecallOrAbove() =>
        Assert.AreEqual((51 + (50 * 2 / 3.0)) / 101, AveragePrecision.Compute([(0.9f, true), (0.8f, false), (0.7f, true)], 2), 1e-15);

    /// <summary>Two of three are found: recalls above 0.66 have precision 0.</summary>
    [TestMethod]
    public void Compute_OfARecallThatIsNotReached_IsZeroThere() => Assert.AreEqual(67 / 101.0, AveragePrecision.Compute([(0.9f, true), (0.8f, true)], 3), 1e-15);

    /// <summary>A recall of exactly 0.29 is reached by 29 of 100.</summary>
    [TestMethod]
    public void Compute_CountsRecallsExactly() => Assert.AreEqual(30 / 101.0, AveragePrecision.Compute(Enumerable.Range(0, 29).Select(i => (1f / (i + 1), true)), 100), 1e-15);

    [TestMethod]
    public void Compute_OfOneMistakeFirst_IsAHalf() => Assert.AreEqual(0.5, AveragePrecision.Compute([(0.9f, false), (0.8f, true)], 1), 1e-15);

    /// <summary>Whichever of two equal scores is counted first.</summary>
    [TestMethod]
    public void Compute_OfEqualScores_IsOnePoint()
    {
        Assert.AreEqual(0.5, AveragePrecision.Compute([(0.9f, true), (0.9f, false)], 1), 1e-15);
        Assert.AreEqual(0.5, AveragePrecision.Compute([(0.9f, false), (0.9f, true)], 1), 1e-15);
    }

    /// <summary>What is wrong below the last object costs nothing.</summary>
    [TestMethod]
    public void Compute_IgnoresMistakesAfterTheLastObject() => Assert.AreEqual(1, AveragePrecision.Compute([(0.9f, true), (0.1f, false), (0.05f, false)], 1));
}
