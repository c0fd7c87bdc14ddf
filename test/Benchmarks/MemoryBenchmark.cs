using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Quantization;
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

    /// <summary>The first with which rows are held back, and more.</summary>
    private static readonly int[] Rows = [150, 300, 650];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns(["model", "effort", .. Rows.Select(rows => $"{rows} rows MB"), "over Fast"]);
        string[] cases = ["MobileNetV2", "SqueezeNet 1.1", "ResNet-20", "KWS DS-CNN"];
        foreach (var model in LabelledModel.All.Where(model => cases.Contains(model.Name) && arguments.Selects(model.Name)))
        {
            if (Assets.Model(model.File) != null)
            {
                double fast = 0;
                foreach (var effort in arguments.Efforts(QuantizationEffort.Fast, QuantizationEffort.Default))
                {
                    double[] peaks = [.. Rows.Select(rows => Peak(model.Name, effort, rows))];
                    fast = effort == QuantizationEffort.Fast ? peaks.Max() : fast;
                    table.Row([model.Name, $"{effort}", .. peaks.Select(peak => Text(peak, "0.0")), fast > 0 ? Text(peaks.Max() / fast, "0.00") : ""]);
                }
            }
        }
    }

    public static void RunChild(string name, string effort, string rows)
    {
        var model = LabelledModel.All.First(model => model.Name == name);
        var context = new MLContext(1);
        TensorValue[] some = [.. model.Calibration.Take(DifferentRows).Select(row => row.Inputs[0])];
        var source = Enumerable.Range(0, int.Parse(rows, CultureInfo.InvariantCulture)).Select(i => some[i % some.Length]);
        var options = new QuantizationOptions { Effort = Enum.Parse<QuantizationEffort>(effort) };
        using var fitted = context.Transforms.Quantize(Assets.Model(model.File)!, options).Fit(FittedRows.View(context, source));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static double Peak(string name, QuantizationEffort effort, int rows) =>
        long.Parse(FreshProcess.Run(ChildArgument, name, $"{effort}", rows.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture) / 1e6;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
