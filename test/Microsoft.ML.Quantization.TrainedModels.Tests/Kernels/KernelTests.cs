using Microsoft.ML.Quantization.TrainedModels.Kernels;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Kernels;

[TestClass]
public unsafe class KernelTests
{
    private static IEnumerable<KernelWidth> Widths => Enum.GetValues<KernelWidth>().Where(KernelWidths.IsSupported);

    [TestMethod]
    public void Rank_OfAnyValue_IsTheNumberOfThresholdsThatItIsNotAtMost()
    {
        var random = new Random(1);
        sbyte* ranks = stackalloc sbyte[64];
        for (int count = 1; count <= RankTable.MostThresholds; count++)
        {
            float[] thresholds = [.. Enumerable.Range(0, 4 * count).Select(_ => MathF.Round(random.NextSingle() * 1000)).Append(float.NegativeInfinity).Append(float.PositiveInfinity).Distinct().Order().Take(count)];
            var values = new AlignedArray<float>([.. Enumerable.Range(0, 64).Select(_ => Value(random, thresholds))]);
            var table = new RankTable(thresholds);
            foreach (var width in Widths)
            {
                RankKernel.Rank(width, values.Pointer, table, ranks);
                for (int i = 0; i < 64; i++)
                {
                    float value = values.Pointer[i];
                    Assert.AreEqual(thresholds.Count(threshold => !(value <= threshold)), ranks[i] + RankKernel.Bias, $"{value} of {thresholds.Length} thresholds, {width}");
                }
            }
        }
    }

    [TestMethod]
    public void RankCompare_OfEveryThreshold_HasABitForEachRankAboveIt()
    {
        var random = new Random(2);
        sbyte* ranks = stackalloc sbyte[64];
        random.NextBytes(new Span<byte>(ranks, 64));
        sbyte[] thresholds = [.. Enumerable.Range(-128, 256).Select(value => (sbyte)value)];
        ulong[] words = new ulong[2 * thresholds.Length];
        foreach (var width in Widths)
        {
            fixed (ulong* target = words)
            {
                RankCompare.Above(width, ranks, thresholds, target, 2);
            }

            for (int i = 0; i < thresholds.Length * 64; i++)
            {
                Assert.AreEqual(ranks[i % 64] > thresholds[i / 64], ((words[2 * (i / 64)] >> (i % 64)) & 1) == 1, $"{width}");
            }
        }
    }

    [TestMethod]
    public void FloatCompare_OfSpecialValues_IsThatOfTheLanguage()
    {
        float[] special = [float.NaN, 0, -0f, 1, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue];
        var values = new AlignedArray<float>([.. Enumerable.Range(0, 64).Select(i => special[i % special.Length])]);
        foreach (var width in Widths)
        {
            foreach (float threshold in special)
            {
                ulong above = FloatCompare.Above(width, values.Pointer, threshold);
                for (int i = 0; i < 64; i++)
                {
                    Assert.AreEqual(!(values.Pointer[i] <= threshold), ((above >> i) & 1) == 1, $"{values.Pointer[i]} above {threshold}, {width}");
                }
            }

            Assert.AreEqual(0x0101010101010101ul, FloatCompare.Missing(width, values.Pointer), $"{width}");
        }
    }

    [TestMethod]
    public void Selection_AndTranspose_GiveTheIndexOfEveryRow()
    {
        var random = new Random(3);
        foreach (int words in new[] { 1, 2, 4, 8 })
        {
            var values = new AlignedArray<ulong>(14 * words);
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.Span));
            var selections = new AlignedArray<Selection>([new Selection(0, 1, 2), new Selection(3, 12, 4)]);
            SelectionKernel.Run(words, values.Pointer, selections.Pointer, 2, values.Pointer + (12 * words));
            int[] planes = [5, 13, 6, 12, 7, 8, 9, 10];
            var indices = new AlignedArray<byte>(64 * words);
            fixed (int* first = planes)
            {
                IndexKernel.Transpose(words, values.Pointer, first, indices.Pointer);
            }

            for (int row = 0; row < 64 * words; row++)
            {
                int selected = Bit(0) == 1 ? Bit(2) : Bit(1);
                Assert.AreEqual(selected, Bit(12));
                Assert.AreEqual(Bit(3) == 1 ? Bit(4) : selected, Bit(13));
                Assert.AreEqual(Enumerable.Range(0, 8).Sum(plane => Bit(planes[plane]) << plane), indices.Pointer[IndexKernel.Place(row, words)], $"row {row} of {words} words");

                int Bit(int value) => (int)((values.Pointer[(value * words) + (row >> 6)] >> (row & 63)) & 1);
            }
        }
    }

    [TestMethod]
    public void LeafKernel_OfTablesOfEverySize_AddsTheLeafOfTheIndex()
    {
        var random = new Random(4);
        for (int planes = 0; planes <= 8; planes++)
        {
            var leaves = new AlignedArray<double>([.. Enumerable.Range(0, Math.Max(LeafKernel.TableUnit, 1 << planes)).Select(_ => random.NextDouble())]);
            var indices = new AlignedArray<byte>([.. Enumerable.Range(0, 128).Select(_ => (byte)random.Next(1 << planes))]);
            foreach (var width in Widths)
            {
                var sums = new AlignedArray<double>([.. Enumerable.Range(0, 128).Select(i => i * 0.1)]);
                LeafKernel.Add(width, indices.Pointer, leaves.Pointer, planes, sums.Pointer, 128);
                for (int i = 0; i < 128; i++)
                {
                    Assert.AreEqual((i * 0.1) + leaves.Pointer[indices.Pointer[i]], sums.Pointer[i], $"{planes} planes, {width}");
                }
            }
        }
    }

    private static float Value(Random random, float[] thresholds) => random.Next(8) switch
    {
        0 => float.NaN,
        1 => float.PositiveInfinity,
        2 => float.NegativeInfinity,
        < 6 => thresholds[random.Next(thresholds.Length)],
        _ => random.NextSingle() * 1000,
    };
}
