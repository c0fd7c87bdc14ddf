using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The inputs a model needs and the outputs it gives.</summary>
internal sealed record ModelSignature(string Source, TensorSignature[] Inputs, TensorSignature[] Outputs)
{
    public static ModelSignature Read(string modelFile)
    {
        if (!File.Exists(modelFile))
        {
            throw new FileNotFoundException($"Model file '{modelFile}' does not exist. Give the path of an ONNX model.", modelFile);
        }

        using var stream = File.OpenRead(modelFile);
        try
        {
            return Of(ModelProto.Parser.ParseFrom(stream), modelFile);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"'{modelFile}' is not an ONNX model, or it is damaged: {e.Message}", e);
        }
    }

    public static ModelSignature Of(ModelProto model, string source)
    {
        if (model.Graph == null || model.Graph.Output.Count == 0)
        {
            throw new InvalidDataException($"'{source}' holds no ONNX graph with outputs. Give the path of an ONNX model.");
        }

        // An initializer listed as an input has a value already.
        var given = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        var inputs = model.Graph.Input.Where(value => !given.Contains(value.Name)).Select(TensorSignature.Of).ToArray();
        return new ModelSignature(source, inputs, [.. model.Graph.Output.Select(TensorSignature.Of)]);
    }
}
