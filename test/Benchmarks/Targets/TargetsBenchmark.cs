using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Benchmarks.Targets;

/// <summary>Each model for each target from one calibration pass, scored by what runs the target's files here.</summary>
internal static class TargetsBenchmark
{
    /// <summary>As many as there are for MobileNetV2. With 200, the ranges of small nets are chosen by chance: ResNet-8 in LiteRT loses 0.40 points (0.13 to 0.67), with these none.</summary>
    private const int CalibrationRows = 500;

    private static readonly string[] Names = ["MobileNetV2", "SqueezeNet 1.1", "ResNet-20", "ResNet-8", "KWS DS-CNN"];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "target", "scored by, rows", "KB", "INT8, FP32 nodes", "top-1 %", "lost against x86 INT8 (95 %)", "same class %", "SQNR dB", "ms a row", "of FP32", "written in s, MB", "checks");
        foreach (var model in LabelledModel.All.Where(model => Names.Contains(model.Name)).Append(FashionData.Model).OfType<LabelledModel>().Where(model => arguments.Selects(model.Name)))
        {
            if (Assets.Model(model.File) is { } path)
            {
                Add(table, model, path, arguments);
            }
        }
    }

    private static void Add(BenchmarkTable table, LabelledModel model, string path, Arguments arguments)
    {
        using var original = OnnxModelReader.Load(path);
        LabelledRow[] test = [.. model.Test.Take(Math.Min(model.Test.Count, arguments.Number("test", int.MaxValue)))];
        TensorValue[][] rows = [.. test.Select(row => row.Inputs)];
        TargetRun[] runs = [.. TargetRun.All.Where(run => run == TargetRun.X86 || arguments.Selects(run.Name, "targets"))];
        QuantizationOptions[] options = [.. runs.Select(run => Options(model, run.Target(original, rows[0])))];
        using var observed = ObservedModel.Create(path, model.Calibration.Take(arguments.Number("rows", CalibrationRows)).Select(row => row.Inputs), options, new SilentProgress());
        bool[] right = [];
        float[][] reference = [];
        for (int i = 0; i < runs.Length; i++)
        {
            var result = observed.Calibrate(options[i], new SilentProgress()).Write();
            using var written = result.Model;
            var file = Write(options[i].Target.Definition.Writer, written);
            string name = runs[i] == TargetRun.X86 ? model.Name : "";
            string nodes = $"{result.Plan.Nodes.Count(node => node.IsQuantized)}, {result.Plan.Nodes.Count(node => node.Role == NodeRole.Float)}";
            TargetScores scores;
            try
            {
                scores = runs[i].Score(written, original, rows);
            }
            catch (MissingRuntimeException missing)
            {
                table.Row(name, runs[i].Name, missing.Message, Text(file.Bytes / 1e3, "0"), nodes, "", "", "", "", "", "", Text(file), "");
                continue;
            }

            int count = scores.Outputs.Length;
            bool[] correct = [.. scores.Outputs.Select((output, row) => ScoredRows.Top(output) == test[row].Label)];
            (right, reference) = runs[i] == TargetRun.X86 ? (correct, scores.Outputs) : (right, reference);
            table.Row(
                name, runs[i].Name, $"{runs[i].By}, {Text(count, "#,0")}", Text(file.Bytes / 1e3, "0"), nodes, Text(ScoredRows.Share(correct), "0.0"),
                runs[i] == TargetRun.X86 ? "" : $"{PairedDifference.Create(right[..count], correct)}", runs[i] == TargetRun.X86 ? "" : Text(ScoredRows.Share(reference.Zip(scores.Outputs, (a, b) => ScoredRows.Top(a) == ScoredRows.Top(b))), "0.0"),
                runs[i] == TargetRun.X86 ? "" : Text(Math.Min(200, ScoredRows.Sqnr(reference[..count], scores.Outputs)), "0.0"), Text(scores.Milliseconds, "0.00"), Text(scores.Milliseconds / scores.FloatMilliseconds, "0.00"), Text(file), runs[i].Finding(written, rows[0]));
        }
    }

    /// <summary>The keyword model is too small to gain from INT8 on x86; what runs in the browser goes by its costs always.</summary>
    private static QuantizationOptions Options(LabelledModel model, QuantizationTarget target) =>
        new() { Target = target, OnlyWhereFaster = target == QuantizationTarget.OnnxRuntimeWeb || !model.Name.StartsWith("KWS", StringComparison.Ordinal) };

    /// <summary>The time to write the file, and all memory that was taken on the way, which is at least what was in use at once.</summary>
    private static (long Bytes, double Seconds, long Memory) Write(TargetWriter writer, OnnxModel model)
    {
        using var folder = new TemporaryFolder();
        long taken = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
        writer.Save(model, folder.File("file"));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        taken = GC.GetTotalAllocatedBytes(precise: true) - taken;
        return (new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(each => each.Length), seconds, taken);
    }

    private static string Text((long Bytes, double Seconds, long Memory) file) => $"{Text(file.Seconds, "0.00")}, {Text(file.Memory / 1e6, "0.0")}";

    private static string Text(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
