using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Benchmarks;

/// <summary>Which rows a model gives the right class.</summary>
internal static class ScoredHits
{
    /// <summary>In ONNX Runtime.</summary>
    public static bool[] Here(OnnxModel model, RowSource rows)
    {
        int[] labels = new int[rows.Count];
        return [.. ScoredRows.Outputs(model, rows, labels).Zip(labels, (scores, label) => ScoredRows.Top(scores) == label)];
    }

    /// <summary>The file that is written, in LiteRT.</summary>
    public static bool[] LiteRt(OnnxModel model, RowSource rows)
    {
        LabelledRow[] all = [.. Enumerable.Range(0, rows.Count).Select(i => rows[i])];
        float[][][] outputs = LiteRtNode.Score(model, [.. all.Select(row => row.Inputs)], LiteRtNode.SizesOf(model, all[0].Inputs)).Outputs;
        return [.. outputs.Zip(all, (scores, row) => ScoredRows.Top(scores[0]) == row.Label)];
    }
}
