using System.IO.Compression;
using Microsoft.ML.Quantization.Onnx;
using SkiaSharp;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Rows of the data that the real models were trained for, preprocessed as they expect.</summary>
internal static class RealData
{
    private static readonly float[] Mean = [123.675f, 116.28f, 103.53f];
    private static readonly float[] Deviation = [58.395f, 57.12f, 57.375f];

    /// <summary>Every n-th image of a folder, so that <paramref name="count"/> are spread over all of them.</summary>
    public static TensorValue[][] ImageNet(string input, string folder, int count)
    {
        string path = SharedAssets.Data(folder);
        string[] files = [.. Directory.GetFiles(path, "*.JPEG").Order(StringComparer.Ordinal)];
        var chosen = Enumerable.Range(0, Math.Min(count, files.Length)).Select(i => files[i * (files.Length / count)]).ToArray();
        return Array.ConvertAll(chosen, file => Row(input, Decode(file), 1, 3, 224, 224));
    }

    public static TensorValue[][] Cifar(string file, int count, bool normalized)
    {
        byte[] bytes = Unzip(SharedAssets.Data(file));
        return [.. Enumerable.Range(0, count).Select(i => Row(
            "input",
            [.. bytes.Skip((i * 3073) + 1).Take(3072).Select((value, j) => normalized ? (value - Mean[j / 1024]) / Deviation[j / 1024] : value)],
            1, 3, 32, 32))];
    }

    public static int[] CifarLabels(string file, int count)
    {
        byte[] bytes = Unzip(SharedAssets.Data(file));
        return [.. Enumerable.Range(0, count).Select(i => (int)bytes[i * 3073])];
    }

    /// <summary>Clips spread over all classes, which the file holds one after the other.</summary>
    public static TensorValue[][] Keywords(int first, int count)
    {
        byte[] bytes = Unzip(SharedAssets.Data("kws_test_mfcc_4890x1x49x10.f32.gz"));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var values = new float[490];
            Buffer.BlockCopy(bytes, (((i * 16) + first) % 4890) * 1960, values, 0, 1960);
            return Row("input", values, 1, 1, 49, 10);
        })];
    }

    public static TensorValue[][] Digits(int first, int count)
    {
        string folder = SharedAssets.Data("mnist");
        byte[] bytes = Unzip(Directory.GetFiles(folder, "*images*").Single());
        return [.. Enumerable.Range(first, count).Select(i => Row("Input3", [.. bytes.Skip(16 + (i * 784)).Take(784).Select(value => (float)value)], 1, 1, 28, 28))];
    }

    public static TensorValue[][] Sentences(string file, int count) =>
        [.. File.ReadLines(SharedAssets.Data(file)).Where(line => line.Length > 0).Take(count).Select(line =>
        {
            long[] ids = [.. line.Split('\t')[1].Split(' ').Select(long.Parse)];
            return new TensorValue[] { new("input_ids", ids, [1, ids.Length]), new("attention_mask", Array.ConvertAll(ids, _ => 1L), [1, ids.Length]) };
        })];

    private static TensorValue[] Row(string name, float[] values, params long[] shape) => [new(name, values, shape)];

    private static float[] Decode(string file)
    {
        using var image = SKBitmap.Decode(file);
        var (left, top) = ((image.Width - 224) / 2, (image.Height - 224) / 2);
        var pixels = image.Pixels;
        var values = new float[3 * 224 * 224];
        for (int i = 0; i < 224 * 224; i++)
        {
            var pixel = pixels[(((i / 224) + top) * image.Width) + (i % 224) + left];
            values[i] = (pixel.Red - Mean[0]) / Deviation[0];
            values[(224 * 224) + i] = (pixel.Green - Mean[1]) / Deviation[1];
            values[(2 * 224 * 224) + i] = (pixel.Blue - Mean[2]) / Deviation[2];
        }

        return values;
    }

    private static byte[] Unzip(string file)
    {
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
