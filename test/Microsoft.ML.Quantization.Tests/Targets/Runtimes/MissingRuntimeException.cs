namespace Microsoft.ML.Quantization.Tests.Targets.Runtimes;

/// <summary>A program or package that files of a target run with is not on this machine.</summary>
internal sealed class MissingRuntimeException(string message) : Exception(message);
