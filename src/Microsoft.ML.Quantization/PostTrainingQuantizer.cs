using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization;

/// <summary>Calibrates an FP32 model on rows of data and writes its INT8 form.</summary>
internal static class PostTrainingQuantizer
{
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">Calibration rows, each the values of all model inputs; enumerated once, lazily.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told of every row and step.</param>
    public static QuantizationResult Run(string modelFile, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
    {
        throw new InvalidOperationException($"{modelFile} {rows} {options} {progress}");
    }
}
