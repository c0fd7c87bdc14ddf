namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What became of a pass, for tables and sentences.</summary>
internal static class PassWords
{
    public static string What(QuantizationPassReport pass) => pass.Group.Length == 0 ? pass.Name : $"{pass.Name} of '{pass.Group}'";

    public static string Gain(QuantizationPassReport pass) => double.IsNaN(pass.Gain) ? "not measured alone" : $"{(pass.Gain > 0 ? "+" : "")}{Words.Fixed(pass.Gain, 2)} dB";

    /// <summary>Those that were kept, as they follow a comma; empty where none was.</summary>
    public static string Kept(IReadOnlyList<QuantizationPassReport> passes)
    {
        string[] kept = [.. passes.Where(pass => pass.IsKept && !double.IsNaN(pass.Gain)).Select(pass => $"{What(pass)} {Gain(pass)}")];
        return kept.Length == 0 ? "" : $"; on held-back rows {string.Join(", ", kept)}";
    }

    public static string Seconds(QuantizationPassReport pass) => $"{Words.Fixed(pass.Seconds, 1)} s";
}
