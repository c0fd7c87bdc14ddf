using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>
/// Which values of a model its error is measured on: its outputs, or what a last Softmax or Sigmoid makes them from. Behind those,
/// rows with a clear answer have no error and a few others all of it, which makes a mean over some rows worth little. And behind an ArgMax there are no
/// numbers to compare.
/// </summary>
internal static class ComparedOutputs
{
    public static OnnxModel Select(OnnxModel model)
    {
        var index = new GraphIndex(model.Graph);
        string[] outputs = [.. model.Graph.Output.Select(output => Before(output.Name, index)).Distinct(StringComparer.Ordinal)];
        return outputs.SequenceEqual(model.Graph.Output.Select(output => output.Name)) ? model : ModelExtractor.Extract(model, outputs);
    }

    private static string Before(string output, GraphIndex index)
    {
        var last = index.Producer(output);
        var chooses = last;
        while (chooses is { OpType: "Cast" or "Squeeze" or "Unsqueeze" or "Reshape" or "Flatten" })
        {
            chooses = index.Producer(chooses.Input[0]);
        }

        last = chooses is { OpType: "ArgMax" } ? chooses : last;
        return last is { OpType: "Softmax" or "LogSoftmax" or "Sigmoid" or "ArgMax" } ? last.Input[0] : output;
    }
}
