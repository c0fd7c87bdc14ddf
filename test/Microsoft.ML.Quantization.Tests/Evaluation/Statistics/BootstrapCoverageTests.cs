using Microsoft.ML.Quantization.Evaluation.Statistics;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Statistics;

[TestClass]
public sealed class BootstrapCoverageTests
{
    private const int Replicates = 600;

    [TestMethod]
    [DataRow(200)]
    [DataRow(1000)]
    public void MeanDifference_IsCovered(int rows) => Covers(rows, 2, 0.02, sums => sums[0] / sums[1], (random, table) =>
        table.Add(0.02 + (0.3 * Simulation.Normal(random)), 1));

    /// <summary>A row's log-loss changes a little, and now and then a lot.</summary>
    [TestMethod]
    [DataRow(200)]
    [DataRow(1000)]
    public void SkewedMeanDifference_IsCovered(int rows) => Covers(rows, 2, 0.5, sums => sums[0] / sums[1], (random, table) =>
        table.Add(0.5 * -Math.Log(1 - random.NextDouble()), 1));

    [TestMethod]
    public void DifferenceOfRootMeanSquaredErrors_IsCovered() => Covers(
        400, 3, Math.Sqrt(1.09) - 1, sums => Math.Sqrt(sums[1] / sums[2]) - Math.Sqrt(sums[0] / sums[2]), (random, table) =>
        {
            double error = Simulation.Normal(random);
            double worse = error + (0.3 * Simulation.Normal(random));
            table.Add(error * error, worse * worse, 1);
        });

    /// <summary>An F1 score that falls from 0.8 to 0.76: a tenth of all alarms, right or false, is lost.</summary>
    [TestMethod]
    public void DifferenceOfF1Scores_IsCovered()
    {
        static double F1(double hits, double wrong) => 2 * hits / ((2 * hits) + wrong);
        double truth = F1(0.4, 0.2) - F1(0.36, 0.23);
        Covers(600, 4, truth, sums => F1(sums[0], sums[1]) - F1(sums[2], sums[3]), (random, table) =>
        {
            bool positive = random.NextDouble() < 0.5;
            bool first = random.NextDouble() < (positive ? 0.8 : 0.2);
            bool second = first && random.NextDouble() >= 0.1;
            table.Add(positive && first ? 1 : 0, positive != first ? 1 : 0, positive && second ? 1 : 0, positive != second ? 1 : 0);
        });
    }

    private static void Covers(int rows, int width, double truth, Func<double[], double> statistic, Action<Random, RowTable> draw) =>
        Simulation.AssertBetween(0.93, 0.97, Simulation.Share(random =>
        {
            var table = new RowTable(width);
            for (int i = 0; i < rows; i++)
            {
                draw(random, table);
            }

            return PairedBootstrap.Interval(table, statistic, 0.95, Replicates).Contains(truth);
        }));
}
