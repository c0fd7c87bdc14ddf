namespace Microsoft.ML.Quantization.TrainedModels.Saved;

/// <summary>A saved stage is not laid out as expected; the message is the reason that the user reads.</summary>
internal sealed class UnknownLayoutException(string message) : Exception(message);
