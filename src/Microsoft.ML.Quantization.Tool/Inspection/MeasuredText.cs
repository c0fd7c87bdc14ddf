using System.Globalization;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>Measured times in words.</summary>
internal static class MeasuredText
{
    public static List<string> Lines(MeasuredTimes times)
    {
        List<string> lines = [$"Measured here with {times.Rows}, one thread:"];
        Add(lines, "FP32", times.Float, times.FloatModel);
        Add(lines, "INT8", times.Quantized, times.QuantizedModel);
        if (times.Ratio is { } ratio && times.Interval is { } interval)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  ratio {Numbers.Ratio(ratio)} ({100 * interval.Level:0.#} %: {Numbers.Ratio(interval.Low)} to {Numbers.Ratio(interval.High)}){Estimate(times)}"));
        }
        else if (times.QuantizedModel == null)
        {
            lines.Add("  There is no INT8 form to run beside it: default options leave every node in FP32.");
        }
        else
        {
            lines.Add("  No FP32 form can be read out of this model: --float model.onnx names the one it was made from.");
        }

        return lines;
    }

    private static void Add(List<string> lines, string what, TimeSpan? time, string? model)
    {
        if (time is { } known)
        {
            lines.Add($"  {what} {Numbers.Time(known)} a row: {model}");
        }
    }

    /// <summary>The estimate is of what default options would run, for rows of the usual size on an x86 processor.</summary>
    private static string Estimate(MeasuredTimes times) => times.Estimate is { } ratio ? $"; estimated by costs for default options: {ratio}" : "";
}
