namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What became of a pass, for tables and sentences.</summary>
internal static class PassWords
{
    private const string WeightRounding = "WeightRounding";

    /// <summary>Whether it was judged by itself: a pass, or another way to do one. Others are parts of a pass.</summary>
    public static bool IsWhole(QuantizationPassReport pass) => pass.Group.Length == 0 || !double.IsNaN(pass.Gain);

    public static string What(QuantizationPassReport pass) => pass.Group.Length == 0 ? pass.Name : $"{pass.Name} of '{pass.Group}'";

    /// <summary>What a pass does, for readers who have not heard of it.</summary>
    public static string About(string name) => name switch
    {
        "Equalization" => "scales the channels of an activation to like size, and clips what is cheaper lost; the layers around take over the factors",
        "ChannelShift" => "moves the channels of residual chains around zero; biases take it over",
        "ConsumerRanges" => "chooses the range of an activation by the error in the layers that read it",
        WeightRounding => "rounds weights one after the other, each making up for the errors of those before it",
        "RangeDescent" => "moves the ends of ranges on the INT8 model itself, one tensor after the other",
        _ => "",
    };

    public static string Gain(QuantizationPassReport pass) => Signed(double.IsNaN(pass.Gain) ? pass.LocalGain : pass.Gain);

    /// <summary>Those that were kept, as they follow a comma; empty where none was.</summary>
    public static string Kept(IReadOnlyList<QuantizationPassReport> passes)
    {
        string[] kept = [.. passes.Where(pass => pass.IsKept && !double.IsNaN(pass.Gain)).Select(pass => $"{What(pass)} {Gain(pass)}")];
        return kept.Length == 0 ? "" : $"; on held-back rows {string.Join(", ", kept)}";
    }

    public static string Seconds(QuantizationPassReport pass) => pass.Seconds > 0 ? $"{Words.Fixed(pass.Seconds, 1)} s" : Words.Dash;

    /// <summary>What those that are kept gained one after the other, in a sentence; nothing where that was not measured.</summary>
    public static string Together(IEnumerable<QuantizationPassReport> wholes) => wholes.Where(pass => pass.IsKept && double.IsFinite(pass.Gain)).ToArray() is { Length: > 0 } kept
        ? $"Together, those that are kept brought them {Signed(kept.Sum(pass => pass.Gain))} closer; trying all took {Words.Fixed(wholes.Sum(pass => pass.Seconds), 1)} s."
        : "";

    /// <summary>All of it on one line.</summary>
    /// <param name="pass">The pass, or a part of one.</param>
    /// <param name="all">Where its parts are to be counted.</param>
    public static string Sentence(QuantizationPassReport pass, IReadOnlyList<QuantizationPassReport> all)
    {
        string parts = pass.Group.Length == 0 && Parts(pass, all) is { Length: > 0 } found ? $" ({Counted(found)} {Noun(pass, found.Length)})" : "";
        string gain = Gain(pass) is var decibels && decibels != Words.Dash ? $", {decibels}" : "";
        return $"{What(pass)}: {(pass.IsKept ? "kept" : "not kept")}{parts}{gain}{(pass.Seconds > 0 ? $", {Seconds(pass)}" : "")}. {Words.Capital(pass.Reason)}.";
    }

    public static QuantizationPassReport[] Parts(QuantizationPassReport pass, IEnumerable<QuantizationPassReport> all) => [.. all.Where(part => !IsWhole(part) && part.Name == pass.Name)];

    public static string Counted(QuantizationPassReport[] parts) => $"{parts.Count(part => part.IsKept)} of {parts.Length}";

    /// <summary>Whether its parts are layers, not groups of channels.</summary>
    public static bool IsByLayer(QuantizationPassReport pass) => pass.Name == WeightRounding;

    /// <summary>What its parts are.</summary>
    public static string Noun(QuantizationPassReport pass, int count) =>
        IsByLayer(pass) ? count == 1 ? "layer" : "layers" : count == 1 ? "group of channels" : "groups of channels";

    private static string Signed(double decibels) => double.IsNaN(decibels) ? Words.Dash : $"{(decibels > 0 ? "+" : "")}{Words.Fixed(decibels, 2)} dB";
}
