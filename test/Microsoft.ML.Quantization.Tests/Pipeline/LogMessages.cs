using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>What a context says in its log from now on.</summary>
internal sealed class LogMessages
{
    private readonly List<LoggingEventArgs> _entries = [];

    public LogMessages(MLContext context) => context.Log += (_, entry) => _entries.Add(entry);

    public IEnumerable<string> All => _entries.Select(entry => entry.Message);

    public IEnumerable<string> Warnings => _entries.Where(entry => entry.Kind == ChannelMessageKind.Warning).Select(entry => entry.Message);

    /// <summary>One message holds all of <paramref name="parts"/>.</summary>
    public void AssertHolds(params string[] parts) => Assert.IsTrue(
        _entries.Exists(entry => Array.TrueForAll(parts, part => entry.Message.Contains(part, StringComparison.Ordinal))),
        string.Join('\n', _entries.Select(entry => entry.Message)));
}
