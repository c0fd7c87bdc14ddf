using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Microsoft.ML.Quantization.Tool.Tests;

/// <summary>A temporary folder, and what the tests put into it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mlquant-tests-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public string Text(string name, params string[] lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllLines(this[name], lines);
        return this[name];
    }

    /// <summary>An image whose pixels are noise.</summary>
    public string Image(string name, int width = 28, int height = 28, int seed = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        using var bitmap = new SKBitmap(width, height);
        var random = new Random(seed);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(this[name], data.ToArray());
        return this[name];
    }

    /// <summary>Images in a folder a class.</summary>
    public string Images(string name, int classes, int each)
    {
        for (int i = 0; i < classes * each; i++)
        {
            Image(Path.Combine(name, $"class{i % classes}", $"{i:000}.png"), seed: i);
        }

        return this[name];
    }

    /// <summary>A .npy file of float values.</summary>
    public string Numpy(string name, float[] values, params int[] shape)
    {
        File.WriteAllBytes(this[name], NumpyBytes(values, shape));
        return this[name];
    }

    /// <summary>A .npz file of arrays.</summary>
    public string NumpyArchive(string name, params (string Name, float[] Values, int[] Shape)[] arrays)
    {
        using var archive = ZipFile.Open(this[name], ZipArchiveMode.Create);
        foreach (var (array, values, shape) in arrays)
        {
            using var stream = archive.CreateEntry($"{array}.npy").Open();
            stream.Write(NumpyBytes(values, shape));
        }

        return this[name];
    }

    public static float[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] NumpyBytes(float[] values, int[] shape)
    {
        string text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")}), }}";
        byte[] header = Encoding.ASCII.GetBytes(text.PadRight(((text.Length + 10 + 64) / 64 * 64) - 11) + "\n");
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. header, .. new byte[4 * values.Length]];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(10 + header.Length + (4 * i)), values[i]);
        }

        return bytes;
    }
}
