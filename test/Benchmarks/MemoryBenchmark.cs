using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>
/// Fits in a fresh process for each number of rows and asks it for its peak. A few rows are given again and again: decoding each
/// would make more garbage than the fit, and when that is collected would be what is measured.
/// </summary>
internal static class MemoryBenchmark
{
    public const string ChildArgument = "--fit-and-tell-peak";

    private const int DifferentRows = 20;

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "100 rows MB", "1,000 rows MB", "growth %");
        string[] cases = ["MobileNetV2", "SqueezeNet 1.1", "ResNet-20", "KWS DS-CNN"];
        foreach (var model in LabelledModel.All.Where(model => cases.Contains(model.Name) && arguments.Selects(model.Name)))
        {
            if (Assets.Model(model.File) != null)
            {
                double few = Peak(model.Name, 100);
                double many = Peak(model.Name, 1_000);
                table.Row(model.Name, Text(few), Text(many), Text(100 * ((many / few) - 1)));
            }
        }
    }

    public static void RunChild(string name, string rows)
    {
        var model = LabelledModel.All.First(model => model.Name == name);
        var context = new MLContext(1);
        TensorValue[] some = [.. model.Calibration.Take(DifferentRows).Select(row => row.Inputs[0])];
        var source = Enumerable.Range(0, int.Parse(rows, CultureInfo.InvariantCulture)).Select(i => some[i % some.Length]);
        using var fitted = context.Transforms.Quantize(Assets.Model(model.File)!).Fit(FittedRows.View(context, source));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static double Peak(string name, int rows) =>
        long.Parse(FreshProcess.Run(ChildArgument, name, rows.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture) / 1e6;

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
