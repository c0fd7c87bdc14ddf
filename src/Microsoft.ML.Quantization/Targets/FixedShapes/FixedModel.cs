using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>
/// A model of fixed sizes, with the shape of every tensor and the values that follow from shapes and constants alone. ONNX Runtime tells them: it infers most shapes,
/// and one run on zeros tells what it does not infer.
/// </summary>
internal sealed class FixedModel
{
    private readonly OnnxModel _model;
    private readonly IReadOnlyDictionary<string, TensorShape> _shapes;
    private readonly HashSet<NodeProto> _constantNodes;
    private readonly ComputedValues _values;

    public FixedModel(OnnxModel model)
    {
        _model = model;
        (Index, Opset) = (new GraphIndex(model.Graph), Onnx.Opset.Version(model.Proto));
        _constantNodes = ConstantNodes.Find(model.Graph);
        string[] constants = [.. _constantNodes.SelectMany(node => node.Output).Where(name => name.Length > 0)];
        if (StaticShapes.Infer(model) is { } known)
        {
            (_shapes, _values) = (known, ConstantNodes.Compute(model, _constantNodes, known));
        }
        else
        {
            _values = ComputedValues.Run(model, [.. model.Graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0).Distinct()], constants);
            _shapes = _values.Shapes;
        }
    }

    public GraphIndex Index { get; }

    public GraphProto Graph => _model.Graph;

    /// <summary>The version of the standard's operators that it uses.</summary>
    public long Opset { get; }

    /// <summary>Whether a node computes from constants and shapes alone, so that the file needs none of it.</summary>
    public bool IsConstant(NodeProto node) => _constantNodes.Contains(node);

    public int[] ShapeOf(string tensor) => Index.Initializer(tensor) is { } constant ? [.. constant.Dims.Select(dim => (int)dim)] : [.. _shapes[tensor].Dimensions.Select(dim => (int)dim)];

    /// <summary>The element type, in ONNX's numbering.</summary>
    public int TypeOf(string tensor) => Index.Initializer(tensor)?.DataType ?? _shapes[tensor].ElementType;

    public bool IsConstant(string tensor) => Index.Initializer(tensor) != null || (Index.Producer(tensor) is { } maker && IsConstant(maker));

    /// <summary>The node that dequantizes a constant to a tensor; <see langword="null"/> where none does.</summary>
    public NodeProto? ConstantDequantization(string tensor) =>
        Index.Producer(tensor) is { } maker && maker.Is("DequantizeLinear") && Index.Initializer(maker.Input[0]) != null ? maker : null;

    /// <summary>The values of a constant of integers.</summary>
    public long[]? Integers(string tensor) => _values.Integers(tensor) ?? (Index.Initializer(tensor) is { } constant ? TensorData.Integers(_model.Inline(constant)) : null);

    /// <summary>The values of a constant of real numbers.</summary>
    public float[]? Floats(string tensor) => _values.Floats(tensor) ?? (Index.Initializer(tensor) is { } constant ? _model.Floats(constant) : null);

    /// <summary>The bytes of a constant of INT8, not copied where they are in memory.</summary>
    public ReadOnlyMemory<byte> Raw(TensorProto constant)
    {
        var inline = _model.Inline(constant);
        return inline.HasRawData ? inline.RawData.Memory : Array.ConvertAll(TensorData.Integers(inline), value => unchecked((byte)value));
    }

    /// <summary>The integers of a constant that holds bytes.</summary>
    public sbyte[] Bytes(TensorProto constant) => TensorData.SignedBytes(_model.Inline(constant)).ToArray();
}
