namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>A saved stage is not laid out as expected; the message is the reason that the user reads.</summary>
internal sealed class UnknownLayoutException(string message) : Exception(message);
