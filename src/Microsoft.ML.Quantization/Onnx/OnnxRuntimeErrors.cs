using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Turns ONNX Runtime's refusal of a model into an exception that names the file, the reason and the way out.</summary>
internal static partial class OnnxRuntimeErrors
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

    private static Exception Translate(string modelFile, OnnxRuntimeException e)
    {
        string message = Prefix().Replace(e.Message, "").Trim();
        if (MissingOperator().Match(message) is { Success: true } missing)
        {
            return new NotSupportedException(
                $"Model '{modelFile}' uses the operator '{missing.Groups["op"].Value}', which ONNX Runtime does not have. "
                + $"Export the model with standard ONNX operators. ({message})", e);
        }

        if (TooNew().IsMatch(message))
        {
            return new NotSupportedException(
                $"Model '{modelFile}' is in a newer version of the ONNX format than ONNX Runtime accepts. Export it for an older opset. ({message})", e);
        }

        if (UnknownType().IsMatch(message))
        {
            return new NotSupportedException(
                $"Model '{modelFile}' has inputs or outputs of an element type that ONNX Runtime's .NET interface does not know. "
                + $"Export it with float or integer inputs and outputs. ({message})", e);
        }

        if (NotWritten().IsMatch(message))
        {
            return new IOException(
                $"ONNX Runtime cannot write its working copy of model '{modelFile}' into the folder for temporary files, '{TemporaryPlace.Current}'. "
                + $"{TemporaryPlace.Remedy} ({message})", e);
        }

        return new InvalidDataException($"ONNX Runtime refuses model '{modelFile}': {message}", e);
    }

    [GeneratedRegex(@"^\[ErrorCode:\w+\]\s*")]
    private static partial Regex Prefix();

    [GeneratedRegex(
        @"(?<op>[\w.]+(:[\w.]+)?)\(-?\d+\) is not a registered function/op"
        + @"|No Op registered for (?<op>\S+) with"
        + @"|(Could not find an implementation|Failed to find kernel) for (?<op>[\w.]+)\(\d+\)")]
    private static partial Regex MissingOperator();

    [GeneratedRegex("Unsupported model IR version|is under development and support for this is limited")]
    private static partial Regex TooNew();

    [GeneratedRegex("Protobuf serialization failed")]
    private static partial Regex NotWritten();

    [GeneratedRegex("Unregistered TensorElementType")]
    private static partial Regex UnknownType();
}
