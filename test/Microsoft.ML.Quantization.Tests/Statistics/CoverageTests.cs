using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Statistics;

/// <summary>Whether 95 % intervals hold the truth in 95 % of evaluations, give or take what 1,000 draws cannot tell.</summary>
[TestClass]
public sealed class CoverageTests
{
    [TestMethod]
    [DataRow(200, 0.10, 0.0)]
    [DataRow(200, 0.10, 0.02)]
    [DataRow(500, 0.05, 0.0)]
    [DataRow(500, 0.10, 0.02)]
    [DataRow(1000, 0.03, 0.01)]
    [DataRow(1000, 0.10, 0.005)]
    [DataRow(2000, 0.01, 0.0)]
    [DataRow(2000, 0.02, 0.01)]
    [DataRow(5000, 0.01, 0.005)]
    [DataRow(5000, 0.05, 0.02)]
    [DataRow(5000, 0.10, 0.0)]
    public void PairedAccuracy_CoversAsOftenAsItSays(int rows, double discordance, double loss) =>
        Simulation.AssertBetween(0.93, 0.97, AccuracyCoverage(rows, discordance, loss));

    /// <summary>A handful of rows that differ takes few values, so that no interval can hit 95 %: it must not promise too much.</summary>
    [TestMethod]
    [DataRow(200, 0.01, 0.0)]
    [DataRow(200, 0.01, 0.01)]
    [DataRow(200, 0.02, 0.02)]
    [DataRow(200, 0.03, 0.01)]
    [DataRow(500, 0.01, 0.005)]
    [DataRow(1000, 0.01, 0.01)]
    public void PairedAccuracy_OfFewRowsThatDiffer_CoversNoLessThanItSays(int rows, double discordance, double loss) =>
        Simulation.AssertBetween(0.93, 1, AccuracyCoverage(rows, discordance, loss));

    [TestMethod]
    [DataRow(200, 0.02, 0.02)]
    [DataRow(200, 0.10, 0.01)]
    [DataRow(1000, 0.02, 0.005)]
    [DataRow(1000, 0.05, 0.02)]
    [DataRow(5000, 0.02, 0.01)]
    public void LossUpperBound_IsExceededNoOfterThanItSays(int rows, double discordance, double loss) => Simulation.AssertBetween(0.93, 1, Simulation.Share(
        random => PairedAccuracy.LossUpperBound(Simulation.Counts(random, rows, (discordance + loss) / 2, (discordance - loss) / 2), 0.95) >= loss));

    /// <summary>Without labels the loss is bounded by the share of rows that differ, whichever of them were right.</summary>
    [TestMethod]
    [DataRow(200, 0.01, 0.0)]
    [DataRow(200, 0.02, 0.02)]
    [DataRow(1000, 0.02, 0.02)]
    [DataRow(1000, 0.05, 0.01)]
    [DataRow(5000, 0.01, 0.01)]
    [DataRow(5000, 0.10, 0.02)]
    public void LabelFreeBound_CoversAtLeastAsOftenAsItSays(int rows, double discordance, double loss)
    {
        bool Holds(Random random, double truth)
        {
            var counts = Simulation.Counts(random, rows, (discordance + loss) / 2, (discordance - loss) / 2);
            return ClopperPearson.UpperBound(counts.Lost + counts.Won, rows, 0.95) >= truth;
        }

        Simulation.AssertBetween(0.95, 1, Simulation.Share(random => Holds(random, loss)));
        Simulation.AssertBetween(0.94, 1, Simulation.Share(random => Holds(random, discordance)));
    }

    [TestMethod]
    [DataRow(200, 0.05)]
    [DataRow(1000, 0.02)]
    [DataRow(5000, 0.1)]
    public void ClopperPearson_Interval_CoversAtLeastAsOftenAsItSays(int rows, double share) => Simulation.AssertBetween(0.94, 0.99, Simulation.Share(
        random => ClopperPearson.Interval(Simulation.Counts(random, rows, share, 0).Lost, rows, 0.95).Contains(share)));

    private static double AccuracyCoverage(int rows, double discordance, double loss) => Simulation.Share(
        random => PairedAccuracy.Interval(Simulation.Counts(random, rows, (discordance + loss) / 2, (discordance - loss) / 2), 0.95).Contains(loss));
}
