using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

[TestClass]
public sealed class VerdictTests
{
    [TestMethod]
    public void FastAndAlike_IsGood() => Check(VerdictLevel.Good, 0.99, 30, 0.5, "takes 50.0 % of FP32's time");

    [TestMethod]
    public void FewRowsAlike_IsLookedAtOrAProblem()
    {
        Check(VerdictLevel.Caution, 0.95, 30, 0.5, "Fewer than 97.0 % of the rows agree");
        Check(VerdictLevel.Caution, 0.8, 50, 0.5, "Fewer than 90.0 % of the rows agree: where the outputs are classes");
        Check(VerdictLevel.Bad, 0.8, 18, 0.5, "Fewer than 90.0 % of the rows agree");
    }

    [TestMethod]
    public void NoisyOutputs_AreLookedAtOrAProblem()
    {
        Check(VerdictLevel.Caution, 1, 12, 0.5, "far from FP32's (12.0 dB)");
        Check(VerdictLevel.Bad, 1, 2, 0.5, "far from FP32's (2.0 dB)");
    }

    [TestMethod]
    public void SlowerModel_IsLookedAt() => Check(VerdictLevel.Caution, 1, 40, 1.25, "slower than FP32 (ratio 1.25)", "gains no speed");

    [TestMethod]
    public void Warnings_AreCounted()
    {
        var report = Report(1, 40, 0.5, "a", "b");
        Assert.AreEqual(VerdictLevel.Caution, Verdict.Create(report).Level);
        StringAssert.Contains(string.Join(' ', Verdict.Create(report).Details), "There are 2 warnings below");
    }

    private static void Check(VerdictLevel level, double agreement, double sqnr, double ratio, params string[] parts)
    {
        var verdict = Verdict.Create(Report(agreement, sqnr, ratio));
        Assert.AreEqual(level, verdict.Level);
        ErrorAssert.Names($"{verdict.Headline} {string.Join(' ', verdict.Details)}", parts);
    }

    private static QuantizationReport Report(double agreement, double sqnr, double ratio, params string[] warnings) => new()
    {
        FloatBytes = 4000,
        QuantizedBytes = 1000,
        Nodes = [new NodeReport("conv", "Conv", isQuantized: true, isFused: true, "")],
        EvaluatedRows = 64,
        Agreement = agreement,
        Sqnr = sqnr,
        FloatLatency = TimeSpan.FromMilliseconds(4),
        QuantizedLatency = TimeSpan.FromMilliseconds(4 * ratio),
        Warnings = warnings,
    };
}
