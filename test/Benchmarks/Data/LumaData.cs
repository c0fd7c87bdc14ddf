using Microsoft.ML.Quantization.Onnx;
using SkiaSharp;
using EvaluationRow = Microsoft.ML.Quantization.Evaluation.LabelledRow;

namespace Benchmarks;

/// <summary>Photos as the luma of a square and of the same at a third of its size: what a super-resolution model gets and should give.</summary>
internal static class LumaData
{
    private const int Small = 74;
    private const int Large = 3 * Small;

    public static IEnumerable<EvaluationRow> Calibration => Folder("imagenet_calib500", 300);

    public static IEnumerable<EvaluationRow> Test => Folder("imagenet_val650", 100);

    private static IEnumerable<EvaluationRow> Folder(string name, int count)
    {
        string folder = Assets.Data(name);
        string[] files = [.. Directory.GetFiles(folder, "*.JPEG").Order(StringComparer.Ordinal)];
        return Enumerable.Range(0, count).Select(i => Row(files[i * files.Length / count]));
    }

    private static EvaluationRow Row(string file)
    {
        using var bitmap = SKBitmap.Decode(file) ?? throw new InvalidDataException($"'{file}' is not an image.");
        SKColor[] pixels = bitmap.Pixels;
        var large = new float[Large * Large];
        var small = new float[Small * Small];
        for (int y = 0; y < Large; y++)
        {
            for (int x = 0; x < Large; x++)
            {
                var pixel = pixels[(y * bitmap.Width) + x];
                float luma = ((0.299f * pixel.Red) + (0.587f * pixel.Green) + (0.114f * pixel.Blue)) / 255;
                large[(y * Large) + x] = luma;
                small[(y / 3 * Small) + (x / 3)] += luma / 9;
            }
        }

        return new EvaluationRow([new TensorValue(InputName.Value, small, [1, 1, Small, Small])], large);
    }

    private static readonly Lazy<string> InputName = new(() =>
    {
        using var model = OnnxModelReader.Load(Assets.Model("super_resolution_x3_fp32.onnx")!);
        return model.Graph.Input[0].Name;
    });
}
