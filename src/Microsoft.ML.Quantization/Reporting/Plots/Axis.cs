using System.Globalization;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>Maps values to places in a drawing.</summary>
/// <param name="From">The value at <paramref name="Start"/>.</param>
/// <param name="To">The value at <paramref name="End"/>.</param>
/// <param name="Start">Where the axis starts, in the drawing's unit.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsLogarithmic">Whether equal ratios are equally far apart; the values are above 0 then.</param>
internal sealed record Axis(double From, double To, double Start, double End, bool IsLogarithmic = false)
{
    private const int FewestTicks = 3;

    public double At(double value) => Start + ((End - Start) * Math.Clamp((Scaled(value) - Scaled(From)) / (Scaled(To) - Scaled(From)), 0, 1));

    /// <summary>Round values along the axis.</summary>
    public IEnumerable<double> Ticks()
    {
        if (IsLogarithmic)
        {
            int first = (int)Math.Ceiling(Math.Log10(From) - 1e-9);
            int last = (int)Math.Floor(Math.Log10(To) + 1e-9);
            int every = Math.Max(1, (last - first + 3) / 4);
            return Enumerable.Range(0, Math.Max(0, (last - first + every) / every)).Select(i => Math.Pow(10, first + (i * every)));
        }

        double step = Step((To - From) / FewestTicks);
        long start = (long)Math.Ceiling((From / step) - 1e-9);
        long end = (long)Math.Floor((To / step) + 1e-9);
        return Enumerable.Range(0, (int)(end - start + 1)).Select(i => (start + i) * step);
    }

    public static string Label(double value) => Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3)
        ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
        : value.ToString("0.#####", CultureInfo.InvariantCulture);

    /// <summary>1, 2 or 5 times a power of ten, at most <paramref name="width"/>.</summary>
    private static double Step(double width)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return power * ((width / power) + 1e-9) switch
        {
            >= 5 => 5,
            >= 2 => 2,
            _ => 1,
        };
    }

    private double Scaled(double value) => IsLogarithmic ? Math.Log10(Math.Max(value, double.Epsilon)) : value;
}
