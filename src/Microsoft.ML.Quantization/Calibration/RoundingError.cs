using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The error of rounding to integers and keeping to a range of them, of values that are spread evenly.</summary>
internal static class RoundingError
{
    /// <summary>A piece that is narrower counts as one place: differences of its ends would lose all their digits.</summary>
    public const double Narrow = 1e-6;

    /// <summary>The mean squared error of values between two ends, which may be equal, in steps.</summary>
    /// <param name="start">The lower end.</param>
    /// <param name="end">The upper end.</param>
    /// <param name="first">The smallest integer there is.</param>
    /// <param name="last">The largest.</param>
    /// <param name="clipping">How many times the error of values beyond these counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Mean(double start, double end, int first, int last, double clipping = 1)
    {
        double width = end - start;
        if (width < Narrow)
        {
            double value = (start + end) / 2;
            double error = value - Math.Clamp(Math.Round(value), first, last);
            return error * error * (value < first || value > last ? clipping : 1);
        }

        double sum = 0;
        if (start < first)
        {
            sum += clipping * Cubes(start - first, Math.Min(end, first) - first);
        }

        if (end > last)
        {
            sum += clipping * Cubes(Math.Max(start, last) - last, end - last);
        }

        double from = Math.Max(start, first);
        double to = Math.Min(end, last);
        if (to > from)
        {
            sum += Inside(to) - Inside(from);
        }

        return sum / width;
    }

    /// <summary>The integral of x squared.</summary>
    private static double Cubes(double from, double to) => ((to * to * to) - (from * from * from)) / 3;

    /// <summary>The integral of the squared distance to the next integer, from zero on.</summary>
    private static double Inside(double value)
    {
        double integer = Math.Round(value);
        double rest = value - integer;
        return (integer / 12) + (rest * rest * rest / 3);
    }
}
