namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>A command. ML.NET has a namespace of the name that System.CommandLine gives its own.</summary>
internal sealed class ToolCommand(string name, string description) : System.CommandLine.Command(name, description);
