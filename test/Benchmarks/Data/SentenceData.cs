using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>Sentences as token ids, a line each: label, tab, ids. Each is a row of its own length, without padding.</summary>
internal static class SentenceData
{
    public static RowSource File(string name) => new(() =>
    {
        string[] lines = [.. System.IO.File.ReadLines(Assets.Data($"{name}.txt")).Where(line => line.Length > 0)];
        return (lines.Length, i => Row(lines[i].Split('\t')));
    });

    private static LabelledRow Row(string[] fields)
    {
        long[] ids = [.. fields[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, CultureInfo.InvariantCulture))];
        long[] mask = new long[ids.Length];
        Array.Fill(mask, 1);
        return new LabelledRow(
            [new TensorValue("input_ids", ids, [1, ids.Length]), new TensorValue("attention_mask", mask, [1, ids.Length])],
            int.Parse(fields[0], CultureInfo.InvariantCulture));
    }
}
