using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// A model of fixed sizes, with the shape of every tensor and the values that follow from shapes and constants alone. One run on zeros tells them, which
/// needs no rule for any operator.
/// </summary>
internal sealed class FixedModel
{
    private const int MostValues = 1 << 20;

    private readonly OnnxModel _model;
    private readonly Dictionary<string, int[]> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> _integers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _floats = new(StringComparer.Ordinal);
    private readonly HashSet<NodeProto> _constantNodes = new(ReferenceEqualityComparer.Instance);

    public FixedModel(OnnxModel model)
    {
        _model = model;
        Index = new GraphIndex(model.Graph);
        FindConstants();
        Run();
    }

    public GraphIndex Index { get; }

    public GraphProto Graph => _model.Graph;

    /// <summary>Whether a node computes from constants and shapes alone, so that the file needs none of it.</summary>
    public bool IsConstant(NodeProto node) => _constantNodes.Contains(node);

    public int[] ShapeOf(string tensor) => Index.Initializer(tensor) is { } constant ? [.. constant.Dims.Select(dim => (int)dim)] : _shapes[tensor];

    public bool IsConstant(string tensor) => Index.Initializer(tensor) != null || (Index.Producer(tensor) is { } maker && IsConstant(maker));

    /// <summary>The node that dequantizes a constant to a tensor; <see langword="null"/> where none does.</summary>
    public NodeProto? ConstantDequantization(string tensor) =>
        Index.Producer(tensor) is { } maker && maker.Is("DequantizeLinear") && Index.Initializer(maker.Input[0]) != null ? maker : null;

    /// <summary>The values of a constant of integers.</summary>
    public long[]? Integers(string tensor) => _integers.GetValueOrDefault(tensor) ?? (Index.Initializer(tensor) is { } constant ? TensorData.Integers(_model.Inline(constant)) : null);

    /// <summary>The values of a constant of real numbers.</summary>
    public float[]? Floats(string tensor) => _floats.GetValueOrDefault(tensor) ?? (Index.Initializer(tensor) is { } constant ? _model.Floats(constant) : null);

    /// <summary>The integers of a constant that holds bytes.</summary>
    public sbyte[] Bytes(TensorProto constant) => TensorData.SignedBytes(_model.Inline(constant)).ToArray();

    private void FindConstants()
    {
        var known = Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in Graph.Node.Where(node => node.Is("Shape") || node.Is("Size") || node.Is("Constant") || (!IsConversion(node) && node.Input.All(input => input.Length == 0 || known.Contains(input)))))
        {
            _constantNodes.Add(node);
            known.UnionWith(node.Output);
        }
    }

    private static bool IsConversion(NodeProto node) => node.Is("QuantizeLinear") || node.Is("DequantizeLinear");

    private void Run()
    {
        string[] names = [.. Graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0).Distinct()];
        var proto = _model.Proto.Clone();
        proto.Graph.Output.Clear();
        proto.Graph.Output.AddRange(names.Select(name => new ValueInfoProto { Name = name }));
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = _model.View(proto).OpenSession(options);
        var inputs = session.InputMetadata.Select(input => Zeros(input.Value)).ToArray();
        try
        {
            using var run = new RunOptions();
            string[] fed = [.. session.InputMetadata.Keys];
            for (int i = 0; i < fed.Length; i++)
            {
                _shapes[fed[i]] = Shape(inputs[i]);
            }

            using var outputs = session.Run(run, fed, inputs, names);
            for (int i = 0; i < names.Length; i++)
            {
                Keep(names[i], outputs[i]);
            }
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    private void Keep(string name, OrtValue value)
    {
        if (value.OnnxType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            return;
        }

        _shapes[name] = Shape(value);
        if (!_constantNodes.Contains(Index.Producer(name)!) || _shapes[name].Aggregate(1L, (product, size) => product * size) > MostValues)
        {
            return;
        }

        switch (value.GetTensorTypeAndShape().ElementDataType)
        {
            case TensorElementType.Int64:
                _integers[name] = value.GetTensorDataAsSpan<long>().ToArray();
                break;
            case TensorElementType.Int32:
                _integers[name] = Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), number => (long)number);
                break;
            case TensorElementType.Float:
                _floats[name] = value.GetTensorDataAsSpan<float>().ToArray();
                break;
            default:
                break;
        }
    }

    private static int[] Shape(OrtValue value) => [.. value.GetTensorTypeAndShape().Shape.Select(size => (int)size)];

    private static OrtValue Zeros(NodeMetadata input)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, input.ElementDataType, Array.ConvertAll(input.Dimensions, size => (long)size));
        if (input.ElementDataType != TensorElementType.String)
        {
            value.GetTensorMutableRawData().Clear();
        }

        return value;
    }
}
