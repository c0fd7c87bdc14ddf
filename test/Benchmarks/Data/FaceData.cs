using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Onnx;
using SkiaSharp;

namespace Benchmarks;

/// <summary>
/// Parts of a picture of two people, as UltraFace takes them: 320 by 240, mirrored or not, darker or lighter. Where the faces are is what the FP32 model finds in the whole picture, so its own errors there are none
/// here: what is measured is how well it, and INT8, find them again.
/// </summary>
internal sealed class FaceData
{
    public const string Model = "ultraface_rfb320.onnx";

    private const int Width = 320;
    private const int Height = 240;
    private const float Certain = 0.9f;

    private readonly Picture _picture = Picture.Read(Assets.Data("faces.jpg"));
    private readonly Box[] _faces;

    public FaceData(OnnxModel model)
    {
        using var run = new SampleRun(model);
        var outputs = run.Values(Input(_picture, _picture.Whole, false, 1));
        var form = new DetectionFormSearch(outputs, Options, 1).Find();
        _faces = [.. new DetectionReader(form, Options with { ScoreThreshold = Certain }, suppresses: false).Read(outputs)
            .Select(each => new Box(each.Box.X0 * _picture.Width, each.Box.Y0 * _picture.Height, each.Box.X1 * _picture.Width, each.Box.Y1 * _picture.Height))];
    }

    /// <summary>Corners as shares of the image, and two scores, of which the first is the background.</summary>
    public static DetectionOptions Options { get; } = new() { BackgroundClass = 0 };

    /// <summary>Half of them parts of the picture, half other photos.</summary>
    public IEnumerable<TensorValue[]> Calibration(int count)
    {
        string[] photos = [.. Directory.GetFiles(Assets.Data("imagenet_calib500"), "*.JPEG").Order(StringComparer.Ordinal)];
        using var parts = Rows((count + 1) / 2, 1).GetEnumerator();
        for (int i = 0; i < count; i++)
        {
            if (i % 2 == 0 && parts.MoveNext())
            {
                yield return parts.Current.Inputs;
                continue;
            }

            var photo = Picture.Read(photos[i % photos.Length]);
            yield return Input(photo, photo.Whole, false, 1);
        }
    }

    /// <summary>Parts of the picture with the faces in them.</summary>
    public IEnumerable<Microsoft.ML.Quantization.Evaluation.LabelledRow> Rows(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            float width = 240 + ((_picture.Height * 4f / 3) - 240) * random.NextSingle();
            float height = width * 3 / 4;
            float left = (_picture.Width - width) * random.NextSingle();
            float top = (_picture.Height - height) * random.NextSingle();
            var part = new SKRect(left, top, left + width, top + height);
            bool isMirrored = random.Next(2) == 1;
            yield return new Microsoft.ML.Quantization.Evaluation.LabelledRow(Input(_picture, part, isMirrored, 0.7f + (0.6f * random.NextSingle())), [.. _faces.SelectMany(face => Label(face, part, isMirrored))]);
        }
    }

    /// <summary>A face of which at least a half is in the part, in shares of it.</summary>
    private static float[] Label(Box face, SKRect part, bool isMirrored)
    {
        var seen = new Box(Math.Max(face.X0, part.Left), Math.Max(face.Y0, part.Top), Math.Min(face.X1, part.Right), Math.Min(face.Y1, part.Bottom));
        if (seen.Area < face.Area / 2)
        {
            return [];
        }

        float x0 = (float)(seen.X0 - part.Left) / part.Width;
        float x1 = (float)(seen.X1 - part.Left) / part.Width;
        return [0, isMirrored ? 1 - x1 : x0, (float)(seen.Y0 - part.Top) / part.Height, isMirrored ? 1 - x0 : x1, (float)(seen.Y1 - part.Top) / part.Height];
    }

    /// <summary>A part of an image, bilinear, (value - 127) / 128.</summary>
    private static TensorValue[] Input(Picture image, SKRect part, bool isMirrored, float light)
    {
        var values = new float[3 * Width * Height];
        for (int i = 0; i < Width * Height; i++)
        {
            int column = i % Width;
            float x = part.Left + (((isMirrored ? Width - 1 - column : column) + 0.5f) * part.Width / Width) - 0.5f;
            float y = part.Top + ((i / Width) + 0.5f) * part.Height / Height - 0.5f;
            int x0 = Math.Clamp((int)MathF.Floor(x), 0, image.Width - 2);
            int y0 = Math.Clamp((int)MathF.Floor(y), 0, image.Height - 2);
            float right = Math.Clamp(x - x0, 0, 1);
            float down = Math.Clamp(y - y0, 0, 1);
            float Mixed(Func<SKColor, byte> channel)
            {
                float At(int dx, int dy) => channel(image.Pixels[((y0 + dy) * image.Width) + x0 + dx]);
                return ((At(0, 0) * (1 - right)) + (At(1, 0) * right)) * (1 - down) + (((At(0, 1) * (1 - right)) + (At(1, 1) * right)) * down);
            }

            values[i] = (Math.Min(255, light * Mixed(color => color.Red)) - 127) / 128;
            values[(Width * Height) + i] = (Math.Min(255, light * Mixed(color => color.Green)) - 127) / 128;
            values[(2 * Width * Height) + i] = (Math.Min(255, light * Mixed(color => color.Blue)) - 127) / 128;
        }

        return [new TensorValue("input", values, [1, 3, Height, Width])];
    }

    private sealed record Picture(SKColor[] Pixels, int Width, int Height)
    {
        public SKRect Whole => new(0, 0, Width, Height);

        public static Picture Read(string file)
        {
            using var bitmap = SKBitmap.Decode(file) ?? throw new InvalidDataException($"'{file}' is not an image.");
            return new Picture(bitmap.Pixels, bitmap.Width, bitmap.Height);
        }
    }
}
