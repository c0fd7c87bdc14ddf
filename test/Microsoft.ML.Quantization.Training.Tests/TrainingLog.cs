using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Training.Tests;

/// <summary>What a training says of itself in the log of a context.</summary>
internal sealed partial class TrainingLog
{
    private readonly List<LoggingEventArgs> _entries = [];

    public TrainingLog(MLContext context) => context.Log += (_, entry) => _entries.Add(entry);

    public string[] Warnings => [.. _entries.Where(entry => entry.Kind == ChannelMessageKind.Warning).Select(entry => entry.Message)];

    /// <summary>The validation loss of the model that post-training quantization gives.</summary>
    public double LossBefore => Number(Before());

    /// <summary>The validation loss of the model that was kept.</summary>
    public double LossAfter => Number(After());

    /// <summary>The share of rows, in percent, that the INT8 model answers as the trained module does.</summary>
    public double Agreement => Number(Same());

    /// <summary>How far the outputs of the INT8 model and of the trained module are apart, in percent of their magnitude.</summary>
    public double Difference => Number(Apart());

    /// <summary>Calls <paramref name="action"/> at the end of every epoch, counted from 1, on the thread that trains.</summary>
    public static void AtEpochs(MLContext context, Action<int> action) => context.Log += (_, entry) =>
    {
        if (Epoch().Match(entry.Message) is { Success: true } match)
        {
            action(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    };

    public void AssertHolds(string part) => Assert.IsTrue(_entries.Exists(entry => entry.Message.Contains(part, StringComparison.Ordinal)), ToString());

    public override string ToString() => string.Join('\n', _entries.Select(entry => entry.Message));

    private double Number(Regex pattern)
    {
        var match = _entries.Select(entry => pattern.Match(entry.Message)).LastOrDefault(match => match.Success);
        Assert.IsNotNull(match, $"Nothing like '{pattern}' in:\n{this}");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Before it: validation loss (\d+\.\d+)")]
    private static partial Regex Before();

    [GeneratedRegex(@"Kept .*: validation loss (\d+\.\d+)")]
    private static partial Regex After();

    [GeneratedRegex(@"trained module on (\d+\.\d+) %")]
    private static partial Regex Same();

    [GeneratedRegex(@"outputs differ by (\d+\.\d+) %")]
    private static partial Regex Apart();

    [GeneratedRegex(@"Epoch (\d+) of \d+:")]
    private static partial Regex Epoch();
}
