using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Finds the FP32 model to compare a quantized one with.</summary>
internal static class FloatSource
{
    /// <param name="model">The quantized model.</param>
    /// <param name="file">The FP32 file, where the caller names one.</param>
    /// <exception cref="ArgumentException">The file is not of the model that was quantized.</exception>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static OnnxModel Open(QuantizedOnnxTransformer model, string? file)
    {
        if (file == null)
        {
            return model.Float?.Open() ?? throw new InvalidOperationException(
                "A model that was loaded does not carry the FP32 model it was made from. Name that model's file (floatModelFile) to compare with it.");
        }

        var source = FedGraph.Create(OnnxModelReader.Load(file), [.. model.Model.Original.Graph.Input.Select(input => input.Name)]);
        try
        {
            if (QuantizationDetector.Describe(source.Proto) is { } found)
            {
                throw new ArgumentException($"'{file}' is quantized itself ({found}). Give the FP32 model that the INT8 model was made from.", nameof(file));
            }

            Check(ModelSignature.Create(source.Proto, file), ModelSignature.Create(model.Model.Original.Proto, file), file);
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static void Check(ModelSignature found, ModelSignature wanted, string file)
    {
        string Names(ModelSignature signature) =>
            $"inputs {string.Join(", ", signature.Inputs.Select(input => input.Name))}; outputs {string.Join(", ", signature.Outputs.Select(output => output.Name))}";
        if (Names(found) != Names(wanted))
        {
            throw new ArgumentException($"'{file}' is not the model that was quantized: it has {Names(found)}, but the INT8 model has {Names(wanted)}.", nameof(file));
        }
    }
}
