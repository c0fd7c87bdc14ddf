using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks;

/// <summary>The file of a calibration table by effort, and the time to write and to read it.</summary>
internal static class TableBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "effort", "table MB", "covariances", "saved s", "loaded s");
        foreach (var model in LabelledModel.All.Where(model => Assets.Model(model.File) != null && arguments.Selects(model.Name)))
        {
            foreach (var effort in arguments.Efforts(QuantizationEffort.Fast, QuantizationEffort.Default))
            {
                var rows = model.Calibration.Take(arguments.Number("rows", 300)).Select(row => row.Inputs);
                var result = PostTrainingQuantizer.Run(Assets.Model(model.File)!, rows, new QuantizationOptions { Effort = effort }, new SilentProgress());
                result.Model.Dispose();
                string path = Path.GetTempFileName();
                try
                {
                    double saved = Seconds(() => result.Calibration.Save(path));
                    double loaded = Seconds(() => CalibrationTable.Load(path));
                    table.Row(model.Name, $"{effort}", Text(new FileInfo(path).Length / 1e6), $"{result.Calibration.Covariances.Count}", Text(saved), Text(loaded));
                }
                finally
                {
                    File.Delete(path);
                }
            }
        }
    }

    /// <summary>The second time, so that compiling does not count.</summary>
    private static double Seconds(Action action)
    {
        action();
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
