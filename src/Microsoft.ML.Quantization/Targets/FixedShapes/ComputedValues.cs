using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>What came of running a model on zeros: the shape of each tensor, and the values of those that were asked for.</summary>
internal sealed class ComputedValues
{
    private const int MostValues = 1 << 20;

    private readonly Dictionary<string, TensorShape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> _integers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _floats = new(StringComparer.Ordinal);

    private ComputedValues()
    {
    }

    public static ComputedValues None { get; } = new();

    public IReadOnlyDictionary<string, TensorShape> Shapes => _shapes;

    /// <param name="model">The model; its inputs have fixed sizes.</param>
    /// <param name="names">The tensors to compute.</param>
    /// <param name="kept">Those of them whose values are kept, where they are not very many.</param>
    public static ComputedValues Run(OnnxModel model, string[] names, IEnumerable<string> kept)
    {
        var values = new ComputedValues();
        var proto = model.Proto.Clone();
        proto.Graph.Output.Clear();
        proto.Graph.Output.AddRange(names.Select(name => new ValueInfoProto { Name = name }));
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = model.View(proto).OpenSession(options);
        string[] fed = [.. session.InputMetadata.Keys];
        var inputs = session.InputMetadata.Select(input => Zeros(input.Value)).ToArray();
        try
        {
            for (int i = 0; i < fed.Length; i++)
            {
                values._shapes[fed[i]] = Shape(inputs[i]);
            }

            using var run = new RunOptions();
            using var outputs = session.Run(run, fed, inputs, names);
            var wanted = kept.ToHashSet(StringComparer.Ordinal);
            for (int i = 0; i < names.Length; i++)
            {
                values.Keep(names[i], outputs[i], wanted.Contains(names[i]));
            }
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }

        return values;
    }

    public long[]? Integers(string tensor) => _integers.GetValueOrDefault(tensor);

    public float[]? Floats(string tensor) => _floats.GetValueOrDefault(tensor);

    private void Keep(string name, OrtValue value, bool withValues)
    {
        if (value.OnnxType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            return;
        }

        _shapes[name] = Shape(value);
        if (!withValues || _shapes[name].Dimensions.Aggregate(1L, (product, size) => product * size) > MostValues)
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

    private static TensorShape Shape(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return new TensorShape((int)info.ElementDataType, info.Shape, []);
    }

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
