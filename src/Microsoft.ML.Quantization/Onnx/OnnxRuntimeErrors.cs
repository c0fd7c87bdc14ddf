using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Turns ONNX Runtime's refusal of a model into an exception that names the file, the reason and the way out. Its messages hold names
/// from the model, which may be anything: they are searched for fixed words only, and shown in part.
/// </summary>
internal static class OnnxRuntimeErrors
{
    public static T Guard<T>(string modelFile, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (OnnxRuntimeException e)
        {
            throw Translate(modelFile, e);
        }
    }

    /// <summary>What ONNX Runtime says, without the code in front, as far as a message can show it.</summary>
    public static string Shown(OnnxRuntimeException error) => ForeignText.Line(WithoutCode(error.Message));

    private static Exception Translate(string modelFile, OnnxRuntimeException e)
    {
        string message = e.Message;
        string shown = Shown(e);
        if (MissingOperator.Find(message) is { } missing)
        {
            return new NotSupportedException(
                $"Model '{modelFile}' uses the operator '{ForeignText.InMessage(missing)}', which ONNX Runtime does not have. "
                + $"Export the model with standard ONNX operators. ({shown})", e);
        }

        if (Has(message, "Unsupported model IR version") || Has(message, "is under development and support for this is limited"))
        {
            return new NotSupportedException(
                $"Model '{modelFile}' is in a newer version of the ONNX format than ONNX Runtime accepts. Export it for an older opset. ({shown})", e);
        }

        if (Has(message, "Unregistered TensorElementType"))
        {
            return new NotSupportedException(
                $"Model '{modelFile}' has inputs or outputs of an element type that ONNX Runtime's .NET interface does not know. "
                + $"Export it with float or integer inputs and outputs. ({shown})", e);
        }

        if (Has(message, "Protobuf serialization failed"))
        {
            return new IOException(
                $"ONNX Runtime cannot write its working copy of model '{modelFile}' into the folder for temporary files, '{TemporaryPlace.Current}'. "
                + $"{TemporaryPlace.Remedy} ({shown})", e);
        }

        return new InvalidDataException($"ONNX Runtime refuses model '{modelFile}': {shown}", e);
    }

    private static bool Has(string message, string words) => message.Contains(words, StringComparison.Ordinal);

    private static string WithoutCode(string message) =>
        message.StartsWith("[ErrorCode:", StringComparison.Ordinal) && message.IndexOf(']') is var end && end is > 0 and < 100
            ? message[(end + 1)..].Trim()
            : message.Trim();
}
