using Microsoft.ML.Quantization.Common;
using SkiaSharp;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Decodes an image, resizes it, cuts out its centre, and shifts and scales its pixels.</summary>
/// <param name="width">Of the input.</param>
/// <param name="height">Of the input.</param>
/// <param name="channels">1 for grey or 3 for red, green and blue.</param>
/// <param name="isChannelFirst">Whether the input is laid out as channels, rows, columns; else as rows, columns, channels.</param>
/// <param name="scaling">How pixels become values.</param>
internal sealed class ImageReader(int width, int height, int channels, bool isChannelFirst, ImageScaling scaling)
{
    private const long LargestFile = 1L << 28;

    /// <summary>A few bytes may unpack to as many pixels as a header says.</summary>
    private const long MostPixels = 100_000_000;

    /// <summary>What is resized before its centre is cut out; of longer and thinner images the centre is cut out first.</summary>
    private const double MostResized = 50_000_000;

    /// <summary>The values of an image, or why there are none.</summary>
    public (float[]? Values, string? Fault) Read(string path)
    {
        using var bitmap = Decode(path, out string? fault);
        if (bitmap == null)
        {
            return (null, fault);
        }

        using var fitted = Fit(bitmap);
        return (Values(fitted), null);
    }

    private static SKBitmap? Decode(string path, out string? fault)
    {
        byte[] bytes;
        try
        {
            bytes = RegularFile.ReadAllBytes(path, LargestFile);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            fault = e.Message;
            return null;
        }

        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec == null)
        {
            fault = "is no image that can be decoded";
            return null;
        }

        if (codec.Info.Width * (long)codec.Info.Height > MostPixels)
        {
            fault = $"has {codec.Info.Width} x {codec.Info.Height} pixels, more than {MostPixels:N0}";
            return null;
        }

        // What is transparent keeps its colour, as in the loaders that models are trained with.
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        fault = result switch
        {
            SKCodecResult.Success => null,
            SKCodecResult.IncompleteInput => "is truncated",
            _ => "is damaged",
        };
        if (fault != null)
        {
            bitmap.Dispose();
            return null;
        }

        return bitmap;
    }

    private SKBitmap Fit(SKBitmap original)
    {
        using var cut = Cut(original);
        var bitmap = cut ?? original;
        var (resizedWidth, resizedHeight) = (width, height);
        if (scaling.ShorterSide is { } choose)
        {
            double shorter = Math.Min(bitmap.Width, bitmap.Height);
            int side = choose(Math.Min(width, height));
            double factor = side == 0 ? 1 : side / shorter;

            // Whatever the shape, the centre has to be there to be cut out.
            factor = Math.Max(factor, Math.Max(width / (double)bitmap.Width, height / (double)bitmap.Height));
            (resizedWidth, resizedHeight) = (Math.Max(width, (int)(bitmap.Width * factor)), Math.Max(height, (int)(bitmap.Height * factor)));
        }

        var resized = bitmap.Width == resizedWidth && bitmap.Height == resizedHeight
            ? bitmap.Copy()
            : bitmap.Resize(bitmap.Info.WithSize(resizedWidth, resizedHeight), SKFilterQuality.Medium);
        if (resizedWidth == width && resizedHeight == height)
        {
            return resized;
        }

        using (resized)
        {
            using var part = new SKBitmap();
            resized.ExtractSubset(part, SKRectI.Create((resizedWidth - width) / 2, (resizedHeight - height) / 2, width, height));
            return part.Copy();
        }
    }

    /// <summary>The centre of an image that would be huge where its shorter side fits: more of it than will be left.</summary>
    private SKBitmap? Cut(SKBitmap bitmap)
    {
        double factor = Math.Max(Math.Max(width, height) * 2d / Math.Min(bitmap.Width, bitmap.Height), 1);
        if (scaling.ShorterSide == null || bitmap.Width * factor * bitmap.Height * factor <= MostResized)
        {
            return null;
        }

        int side = (int)Math.Min(4L * Math.Min(bitmap.Width, bitmap.Height) * ((Math.Max(width, height) / Math.Min(width, height)) + 1), int.MaxValue);
        var (cutWidth, cutHeight) = (Math.Min(bitmap.Width, side), Math.Min(bitmap.Height, side));
        using var part = new SKBitmap();
        bitmap.ExtractSubset(part, SKRectI.Create((bitmap.Width - cutWidth) / 2, (bitmap.Height - cutHeight) / 2, cutWidth, cutHeight));
        return part.Copy();
    }

    private float[] Values(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        float[] values = new float[width * height * channels];
        float unit = scaling.IsUnit ? 255 : 1;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var pixel = pixels.Slice((y * bitmap.RowBytes) + (4 * x), 3);
                for (int channel = 0; channel < channels; channel++)
                {
                    // Grey by the weights of ITU-R BT.601.
                    float value = channels == 3 ? pixel[channel] : (0.299f * pixel[0]) + (0.587f * pixel[1]) + (0.114f * pixel[2]);
                    int at = isChannelFirst ? (((channel * height) + y) * width) + x : (((y * width) + x) * channels) + channel;
                    values[at] = ((value / unit) - scaling.Mean[channel]) / scaling.Deviation[channel];
                }
            }
        }

        return values;
    }
}
