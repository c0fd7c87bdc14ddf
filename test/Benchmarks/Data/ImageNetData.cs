using System.Globalization;
using SkiaSharp;

namespace Benchmarks;

/// <summary>JPEGs whose shorter side is 224 or a little more: centre crop, RGB, normalized by channel.</summary>
internal static class ImageNetData
{
    public static readonly float[] Mean = [123.675f, 116.28f, 103.53f];
    public static readonly float[] Deviation = [58.395f, 57.12f, 57.375f];
    private const int Side = 224;

    public static RowSource Folder(string name, string input) => new(() =>
    {
        string folder = Assets.Data(name);
        string[][] lines = [.. File.ReadLines(Path.Combine(folder, "labels.txt")).Where(line => line.Length > 0).Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))];
        return (lines.Length, i => new LabelledRow(
            input, Decode(Path.Combine(folder, lines[i][0])), [1, 3, Side, Side], int.Parse(lines[i][^1], CultureInfo.InvariantCulture)));
    });

    private static float[] Decode(string file)
    {
        using var bitmap = SKBitmap.Decode(file) ?? throw new InvalidDataException($"'{file}' is not an image.");
        if (Math.Min(bitmap.Width, bitmap.Height) is not (256 or 227))
        {
            throw new InvalidDataException($"'{file}' is {bitmap.Width}x{bitmap.Height}; its shorter side should be 256, or 227.");
        }

        int left = (bitmap.Width - Side) / 2;
        int top = (bitmap.Height - Side) / 2;
        SKColor[] pixels = bitmap.Pixels;
        const int Plane = Side * Side;
        var values = new float[3 * Plane];
        for (int i = 0; i < Plane; i++)
        {
            SKColor pixel = pixels[((top + (i / Side)) * bitmap.Width) + left + (i % Side)];
            values[i] = (pixel.Red - Mean[0]) / Deviation[0];
            values[Plane + i] = (pixel.Green - Mean[1]) / Deviation[1];
            values[(2 * Plane) + i] = (pixel.Blue - Mean[2]) / Deviation[2];
        }

        return values;
    }
}
