using Microsoft.ML.Quantization.Tool.Commands;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>All commands, as the tool has them.</summary>
internal static class CommandNames
{
    /// <summary>The tool itself, and each command.</summary>
    public static IEnumerable<object[]> All => RootCommandFactory.Create(TextWriter.Null, TextWriter.Null).Subcommands.Select(command => command.Name).Prepend("").Select(name => new object[] { name });
}
