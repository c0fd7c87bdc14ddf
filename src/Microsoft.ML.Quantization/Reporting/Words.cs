using System.Globalization;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Words
{
    /// <summary>What stands for a number that was not measured.</summary>
    public const string Unknown = "not measured";

    /// <summary>The same in a narrow cell.</summary>
    public const string Dash = "\u2013";

    /// <summary>How the file of INT8 compares with that of FP32. Small models may become larger: every quantized tensor has nodes and constants of its own.</summary>
    public static string Smaller(long floatBytes, long quantizedBytes) => quantizedBytes <= floatBytes
        ? $"{Fixed((double)floatBytes / Math.Max(1, quantizedBytes), 1)} times smaller"
        : $"{Fixed((double)quantizedBytes / Math.Max(1, floatBytes), 1)} times larger";

    public static string Fixed(double value, int digits)
    {
        string text = double.IsFinite(value) ? value.ToString($"N{digits}", CultureInfo.InvariantCulture) : NotFinite(value);
        return text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text.TrimStart('-') : text;
    }

    /// <summary>Four significant digits.</summary>
    public static string Number(double value) => double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : NotFinite(value);

    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share of 0 to 1.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? $"{Fixed(100 * share, Digits(100 * share))} %" : NotFinite(share);

    public static string Decibels(double value) => double.IsPositiveInfinity(value) ? "no noise" : double.IsNaN(value) ? Unknown : $"{Fixed(value, 1)} dB";

    public static string Milliseconds(double value) => $"{(value < 1 ? Fixed(value, 3) : Fixed(value, 2))} ms";

    public static string Megabytes(long bytes) => bytes < 1_000_000 ? $"{Fixed(bytes / 1e3, 1)} KB" : $"{Fixed(bytes / 1e6, 2)} MB";

    public static string Range(double low, double high) => $"{Number(low)} to {Number(high)}";

    /// <summary>A number of a table, or a dash for one that was not measured.</summary>
    public static string OrUnknown<T>(T? value, Func<T, string> format)
        where T : struct => value is { } known ? format(known) : Dash;

    /// <summary>FP32's number and INT8's, as far as they were measured.</summary>
    public static string FromTo(double? from, double? to, Func<double, string> format) => (from, to) switch
    {
        (null, null) => Dash,
        ({ } known, null) => format(known),
        (null, { } known) => format(known),
        ({ } first, { } second) => $"{format(first)} \u2192 {format(second)}",
    };

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>One, or as many as show two digits that are not zero, within reason.</summary>
    private static int Digits(double percent) => percent is > 0 and < 0.1 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(percent)), 1, 7) : 1;

    private static string NotFinite(double value) => double.IsNaN(value) ? Unknown : value > 0 ? "infinite" : "minus infinite";
}
