using System.Globalization;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>Spoken words as 49 frames of 10 cepstral coefficients, in order of class.</summary>
internal static class KeywordData
{
    private const int Length = 49 * 10;

    public static RowSource Clips { get; } = new(() =>
    {
        float[] values = MemoryMarshal.Cast<byte, float>(CompressedFile.Read("kws_test_mfcc_4890x1x49x10.f32.gz")).ToArray();
        int[] labels = [.. File.ReadLines(Assets.Data("kws_test_mfcc.labels.txt")).Where(line => line.Length > 0).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        return (labels.Length, i => new LabelledRow("input", values[(i * Length)..((i + 1) * Length)], [1, 1, 49, 10], labels[i]));
    });
}
