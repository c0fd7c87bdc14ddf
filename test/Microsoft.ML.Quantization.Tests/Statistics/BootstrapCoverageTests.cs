using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Statistics;

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

    /// <summary>Scores of two normal distributions a distance d apart have an area of &#934;(d / &#8730;2); noise brings them closer.</summary>
    [TestMethod]
    public void DifferenceOfAreasUnderTheRocCurve_IsCovered()
    {
        double Area(double deviation) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, 1.5 / (deviation * Math.Sqrt(2)));
        double truth = Area(1) - Area(Math.Sqrt(1.16));
        Simulation.AssertBetween(0.93, 0.97, Simulation.Share(random =>
        {
            var rows = new RowTable(4);
            for (int i = 0; i < 300; i++)
            {
                double second = random.NextDouble() < 0.4 ? 1 : 0;
                double score = (1.5 * second) + Simulation.Normal(random);
                rows.Add(score, score + (0.4 * Simulation.Normal(random)), second, 1);
            }

            var table = RocCurve.Table(rows)!;
            double before = RocCurve.Area(table.Sums(), RocCurve.Expected);
            double after = RocCurve.Area(table.Sums(), RocCurve.Actual);
            return PairedBootstrap.Interval(
                table, sums => RocCurve.Resampled(sums, RocCurve.Expected, before) - RocCurve.Resampled(sums, RocCurve.Actual, after), 0.95, Replicates).Contains(truth);
        }));
    }

    /// <summary>Classes of different sizes and losses.</summary>
    [TestMethod]
    public void DifferenceOfMacroAccuracies_IsCovered() => Simulation.AssertBetween(0.93, 0.98, Simulation.Share(random =>
    {
        int[] classes = [.. Enumerable.Range(0, 600).Select(_ => Math.Min(random.Next(5), random.Next(5)))];
        bool[] before = Array.ConvertAll(classes, _ => random.NextDouble() < 0.8);
        bool[] after = [.. before.Select((hit, i) => random.NextDouble() < 0.05 + (0.01 * classes[i]) ? random.NextDouble() < 0.5 : hit)];

        // A share of 0.05 + 0.01 c of the rows is decided anew, by a coin instead of at 0.8.
        const double Truth = 0.3 * 0.07;
        return MacroAccuracy.Compare(classes, row => before[row], row => after[row], 0.95).Interval.Contains(Truth);
    }));

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
