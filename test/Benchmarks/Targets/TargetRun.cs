using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;
using Microsoft.ML.Quantization.Targets.EdgeTpu;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Benchmarks.Targets;

/// <summary>A target, and what runs its files here.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Target">The target for a model and its rows.</param>
/// <param name="By">What runs it.</param>
/// <param name="Score">Runs the INT8 model, given FP32 to be timed beside it.</param>
internal sealed record TargetRun(
    string Name, Func<OnnxModel, TensorValue[], QuantizationTarget> Target, string By, Func<OnnxModel, OnnxModel, IReadOnlyList<TensorValue[]>, TargetScores> Score)
{
    private const int Milliseconds = 3000;

    /// <summary>How many rows are scored under emulation, which takes a second for each of a large model.</summary>
    private const int EmulatedRows = 20;

    public static TargetRun X86 { get; } = Of(QuantizationTarget.OnnxRuntimeX86, "ONNX Runtime", Here);

    public static IEnumerable<TargetRun> All =>
    [
        X86,
        Of(QuantizationTarget.OnnxRuntimeX86, "ONNX Runtime, as Haswell", (model, _, rows) => Emulated(EmulatedArchitecture.X64, "Haswell", model, rows)),
        Of(QuantizationTarget.OnnxRuntimeArm64, "ONNX Runtime, as Cortex-A53", (model, _, rows) => Emulated(EmulatedArchitecture.Arm64, "cortex-a53", model, rows)),
        Of(QuantizationTarget.OnnxRuntimeWeb, "onnxruntime-web", Web),
        new(nameof(QuantizationTarget.LiteRt), (model, row) => QuantizationTarget.CreateLiteRt(LiteRtNode.SizesOf(model, row)), "LiteRT, WebAssembly", LiteRt),
        new(nameof(QuantizationTarget.EdgeTpu), (model, row) => QuantizationTarget.CreateEdgeTpu(LiteRtNode.SizesOf(model, row)), "LiteRT, WebAssembly", LiteRt),
        Of(QuantizationTarget.TensorRT, "ONNX Runtime", (model, _, rows) => new TargetScores(Outputs(model, rows))),
        new(nameof(QuantizationTarget.CoreML), (model, row) => QuantizationTarget.CreateCoreML(new CoreMLOptions { Dimensions = LiteRtNode.SizesOf(model, row).Dimensions }), "ONNX Runtime", (model, _, rows) => new TargetScores(Outputs(model, rows))),
    ];

    /// <summary>What the target's checks say beside how it is scored here; empty where there is nothing.</summary>
    public string Finding(OnnxModel model, TensorValue[] row)
    {
        if (Name != nameof(QuantizationTarget.EdgeTpu))
        {
            return "";
        }

        return EdgeTpuChecks.Verdict(LiteRtConverter.Convert(model, LiteRtNode.SizesOf(model, row)));
    }

    private static TargetRun Of(QuantizationTarget target, string by, Func<OnnxModel, OnnxModel, IReadOnlyList<TensorValue[]>, TargetScores> score) => new(target.Name, (_, _) => target, by, score);

    private static TargetScores Here(OnnxModel model, OnnxModel original, IReadOnlyList<TensorValue[]> rows)
    {
        var times = Timing.Models(original, model, rows[0], TimeSpan.FromMilliseconds(Milliseconds));
        return new TargetScores(Outputs(model, rows), times.Median(1).TotalMilliseconds, times.Median(0).TotalMilliseconds);
    }

    private static TargetScores Web(OnnxModel model, OnnxModel original, IReadOnlyList<TensorValue[]> rows)
    {
        var times = WebRuntime.Time([([original, model], rows[0])], Milliseconds)[0];
        return new TargetScores([.. WebRuntime.Score(model, rows).Select(row => row[0])], times[1].Median, times[0].Median);
    }

    private static TargetScores LiteRt(OnnxModel model, OnnxModel original, IReadOnlyList<TensorValue[]> rows)
    {
        var (outputs, milliseconds) = LiteRtNode.Score(model, rows, LiteRtNode.SizesOf(model, rows[0]));
        return new TargetScores([.. outputs.Select(row => row[0])], milliseconds);
    }

    private static TargetScores Emulated(EmulatedArchitecture architecture, string processor, OnnxModel model, IReadOnlyList<TensorValue[]> rows)
    {
        using var emulated = new EmulatedProcessor(architecture, processor);
        var few = Enumerable.Range(0, Math.Min(EmulatedRows, rows.Count)).Select(i => rows[i]).ToArray();
        float[] values = emulated.Score(model, few).Scores;
        return new TargetScores([.. values.Chunk(values.Length / few.Length)]);
    }

    private static float[][] Outputs(OnnxModel model, IReadOnlyList<TensorValue[]> rows)
    {
        using var run = new SampleRun(model);
        var outputs = new float[rows.Count][];
        Parallel.For(0, outputs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => outputs[i] = run.Outputs(rows[i])[0]);
        return outputs;
    }
}
