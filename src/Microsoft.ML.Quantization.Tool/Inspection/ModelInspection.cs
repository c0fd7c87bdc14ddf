using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What there is to say of a model from its file alone.</summary>
internal sealed record ModelInspection
{
    public required string Path { get; init; }

    public required long Bytes { get; init; }

    public required string Producer { get; init; }

    public required long Opset { get; init; }

    public required IReadOnlyList<TensorSignature> Inputs { get; init; }

    public required IReadOnlyList<TensorSignature> Outputs { get; init; }

    /// <summary>Operators, the most bytes of weights first; those behind a DequantizeLinear are its reader's.</summary>
    public required IReadOnlyList<OperatorCount> Operators { get; init; }

    /// <summary>The tensors of most bytes.</summary>
    public required IReadOnlyList<LargeWeight> LargestWeights { get; init; }

    /// <summary>Of a quantized model: how, and what ONNX Runtime makes of it.</summary>
    public QuantizedFacts? Quantized { get; init; }

    /// <summary>Of an FP32 model: what INT8 would do.</summary>
    public QuantizationOutlook? Outlook { get; init; }

    /// <summary>How long a row takes, where that was measured.</summary>
    public MeasuredTimes? Measured { get; init; }

    public static ModelInspection Read(string path)
    {
        using var model = OnnxModelReader.Load(path);
        var signature = ModelSignature.Create(model.Proto, path);
        var constants = Constants(model.Graph).ToList();
        var weights = constants.ToDictionary(each => each.Name, each => OnnxModel.TensorBytes(each.Tensor), StringComparer.Ordinal);
        var readers = WeightReaders.Find(model.Graph);
        bool isQuantized = QuantizationDetector.Find(model.Proto).Count > 0;
        return new ModelInspection
        {
            Path = path,
            Bytes = model.Bytes,
            Producer = $"{model.Proto.ProducerName} {model.Proto.ProducerVersion}".Trim(),
            Opset = model.Proto.OpsetImport.Where(opset => opset.Domain is "" or "ai.onnx").Select(opset => opset.Version).DefaultIfEmpty(0).Max(),
            Inputs = signature.Inputs,
            Outputs = signature.Outputs,
            Operators = [.. model.Graph.Node.GroupBy(node => node.OpType)
                .Select(group => new OperatorCount(group.Key, group.Count(), group.SelectMany(node => readers.Read(node)).Where(weights.ContainsKey).Distinct().Sum(name => weights[name])))
                .OrderByDescending(count => count.WeightBytes).ThenByDescending(count => count.Nodes).ThenBy(count => count.Operator, StringComparer.Ordinal)],
            LargestWeights = [.. constants.OrderByDescending(each => OnnxModel.TensorBytes(each.Tensor)).Take(5)
                .Select(each => new LargeWeight(each.Name, $"{ElementTypes.Name(each.Tensor.DataType)}[{string.Join(", ", each.Tensor.Dims)}]", OnnxModel.TensorBytes(each.Tensor)))],
            Quantized = isQuantized ? QuantizedFacts.Read(model) : null,
            Outlook = isQuantized ? null : QuantizationOutlook.Read(model),
        };
    }

    private static IEnumerable<(string Name, TensorProto Tensor)> Constants(GraphProto graph) => graph.Initializer.Select(tensor => (tensor.Name, tensor))
        .Concat(graph.Node.Where(node => node.OpType == "Constant" && node.Find("value")?.T != null).Select(node => (node.Output[0], node.Find("value")!.T)));
}
