using System.Globalization;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>How the pixels of an image become the values of an input.</summary>
/// <param name="ShorterSide">What the shorter side is resized to before the centre is cut out; <see langword="null"/> resizes the whole image to the input's size.</param>
/// <param name="IsUnit">Whether pixels are taken from 0 to 1, before mean and deviation; else from 0 to 255.</param>
/// <param name="Mean">Of red, green and blue.</param>
/// <param name="Deviation">Of red, green and blue.</param>
internal sealed record ImageScaling(Func<int, int>? ShorterSide, bool IsUnit, float[] Mean, float[] Deviation)
{
    public static readonly string[] Presets = ["imagenet", "cifar", "unit", "raw"];

    /// <summary>The numbers that most networks for photographs were trained with.</summary>
    private static readonly (float[] Mean, float[] Deviation) ImageNet = ([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <param name="preset">One of <see cref="Presets"/>.</param>
    /// <param name="mean">Means that replace those of the preset, one or three.</param>
    /// <param name="deviation">Deviations that do.</param>
    /// <param name="shorterSide">What the shorter side is resized to; 0 resizes nothing.</param>
    public static ImageScaling Create(string preset, string? mean, string? deviation, int? shorterSide)
    {
        var scaling = preset switch
        {
            // The 256 of 224 is the custom, and so is its share for other sizes.
            "imagenet" => new ImageScaling(side => (int)Math.Round(side * 256 / 224.0), true, ImageNet.Mean, ImageNet.Deviation),
            "cifar" => new ImageScaling(null, true, ImageNet.Mean, ImageNet.Deviation),
            "unit" => new ImageScaling(null, true, [0, 0, 0], [1, 1, 1]),
            _ => new ImageScaling(null, false, [0, 0, 0], [1, 1, 1]),
        };
        return scaling with
        {
            ShorterSide = shorterSide is { } side ? _ => side : scaling.ShorterSide,
            Mean = mean == null ? scaling.Mean : Parse("--mean", mean, false),
            Deviation = deviation == null ? scaling.Deviation : Parse("--std", deviation, true),
        };
    }

    /// <summary>The side of the images that a preset is for.</summary>
    public static int? UsualSide(string preset) => preset switch
    {
        "imagenet" => 224,
        "cifar" => 32,
        _ => null,
    };

    private static float[] Parse(string option, string text, bool arePositive)
    {
        float[] values = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
            float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) && (!arePositive || value > 0) ? value : float.NaN)];
        return values.Any(float.IsNaN) || values.Length is not (1 or 3)
            ? throw new CommandException($"{option} takes one number or three with commas between them{(arePositive ? ", above 0" : "")}, not '{text}'.", $"mlquant quantize ... {option} 0.485,0.456,0.406")
            : values.Length == 1 ? [values[0], values[0], values[0]] : values;
    }
}
