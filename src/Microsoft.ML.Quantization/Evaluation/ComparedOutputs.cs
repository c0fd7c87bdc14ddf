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
        string[] outputs = Names(model.Graph, _ => true);
        return outputs.SequenceEqual(model.Graph.Output.Select(output => output.Name)) ? model : ModelExtractor.Extract(model, outputs);
    }

    /// <summary>Those that are float tensors: what no Softmax or ArgMax was found before is of the output's own type.</summary>
    public static string[] FloatNames(GraphProto graph) =>
        Names(graph, output => output.Type.ValueCase == TypeProto.ValueOneofCase.TensorType && output.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Float);

    private static string[] Names(GraphProto graph, Func<ValueInfoProto, bool> isChosen)
    {
        var index = new GraphIndex(graph);
        return [.. graph.Output.Select(output => (Output: output, Before: Before(output.Name, index))).Where(pair => pair.Before != pair.Output.Name || isChosen(pair.Output)).Select(pair => pair.Before).Distinct(StringComparer.Ordinal)];
    }

    private static string Before(string output, GraphIndex index)
    {
        var last = Maker(output, index);
        var chooses = last;
        while (chooses is { OpType: "Cast" or "Squeeze" or "Unsqueeze" or "Reshape" or "Flatten" })
        {
            chooses = index.Producer(chooses.Input[0]);
        }

        last = chooses is { OpType: "ArgMax" } ? chooses : last;
        return last is { OpType: "Softmax" or "LogSoftmax" or "Sigmoid" or "ArgMax" } ? last.Input[0] : output;
    }

    /// <summary>
    /// The node that makes an output. Exporters write an Identity before it, which ONNX Runtime removes, and targets that have INT8 outputs quantize it: all forms must be compared on
    /// the same values.
    /// </summary>
    private static NodeProto? Maker(string output, GraphIndex index)
    {
        var maker = index.Producer(output);
        while (true)
        {
            var quantization = maker is { OpType: "DequantizeLinear" } ? index.Producer(maker.Input[0]) : null;
            if (maker is not { OpType: "Identity" } && quantization is not { OpType: "QuantizeLinear" })
            {
                return maker;
            }

            maker = index.Producer((quantization ?? maker!).Input[0]);
        }
    }
}
