using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>Which constants a node computes with, where conversions between FP32 and INT8 stand between.</summary>
internal sealed class WeightReaders
{
    private static readonly HashSet<string> Conversions = new(["QuantizeLinear", "DequantizeLinear", "Cast", "Identity", "Transpose"], StringComparer.Ordinal);

    private readonly GraphIndex _index;

    private WeightReaders(GraphProto graph) => _index = new GraphIndex(graph);

    public static WeightReaders Find(GraphProto graph) => new(graph);

    /// <summary>The names of the constants; none for a conversion of constants, whose reader has them.</summary>
    public IEnumerable<string> Read(NodeProto node) => Converts(node) ? [] : node.Input.SelectMany(Behind);

    private IEnumerable<string> Behind(string tensor) => _index.Producer(tensor) is { } maker && Converts(maker) ? maker.Input.SelectMany(Behind) : [tensor];

    private bool Converts(NodeProto node) => Conversions.Contains(node.OpType) && IsConstant(node.Input[0]) && !node.Output.Any(_index.IsOutput);

    private bool IsConstant(string tensor) => _index.Initializer(tensor) != null
        || (_index.Producer(tensor) is { } maker && (maker.OpType == "Constant" || (Conversions.Contains(maker.OpType) && IsConstant(maker.Input[0]))));
}
