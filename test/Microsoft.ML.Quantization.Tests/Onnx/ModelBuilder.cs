using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.AttributeProto.Types;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Makes small models for tests.</summary>
internal sealed class ModelBuilder
{
    private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "test" } };

    public ModelBuilder(long opset, long irVersion = 8)
    {
        _model.IrVersion = irVersion;
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
    }

    public ModelBuilder Import(string domain, long version)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    public ModelBuilder Input(string name, params long[] shape) => Input(name, DataType.Float, shape);

    public ModelBuilder Input(string name, DataType type, params long[] shape)
    {
        _model.Graph.Input.Add(Value(name, type, shape));
        return this;
    }

    public ModelBuilder Output(string name, DataType type = DataType.Float)
    {
        _model.Graph.Output.Add(Value(name, type, null));
        return this;
    }

    public ModelBuilder Output(string name, long[] shape)
    {
        _model.Graph.Output.Add(Value(name, DataType.Float, shape));
        return this;
    }

    public ModelBuilder Weights(string name, float[] values, params long[] shape) => Weights(TensorData.Create<float>(name, values, shape));

    public ModelBuilder Weights(string name, long[] values, params long[] shape) => Weights(TensorData.Create<long>(name, values, shape));

    /// <summary>Adds a list of integers.</summary>
    public ModelBuilder List(string name, params long[] values) => Weights(name, values, values.Length);

    /// <summary>Adds a list of numbers.</summary>
    public ModelBuilder List(string name, params float[] values) => Weights(name, values, values.Length);

    public ModelBuilder Weights(TensorProto tensor)
    {
        _model.Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>Adds a node; names are separated by blanks, and "-" stands for an input or output left out.</summary>
    public ModelBuilder Node(string opType, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        _model.Graph.Node.Add(MakeNode(opType, inputs, outputs, attributes));
        return this;
    }

    public ModelProto Build() => _model.Clone();

    public OnnxModel Model() => new(Build(), "test.onnx");

    public static NodeProto MakeNode(string opType, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        string[] parts = opType.Split(':');
        var node = new NodeProto { OpType = parts[^1], Domain = parts.Length > 1 ? parts[0] : "" };
        node.Input.AddRange(Names(inputs));
        node.Output.AddRange(Names(outputs));
        node.Attribute.AddRange(attributes.Select(a => Attribute(a.Name, a.Value)));
        return node;
    }

    public static ValueInfoProto Value(string name, DataType type, long[]? shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape != null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(shape.Select((dim, i) => dim >= 0
                ? new TensorShapeProto.Types.Dimension { DimValue = dim }
                : new TensorShapeProto.Types.Dimension { DimParam = $"{name}_{i}" }));
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static IEnumerable<string> Names(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n == "-" ? "" : n);

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                (attribute.Type, attribute.I) = (AttributeType.Int, number);
                break;
            case float number:
                (attribute.Type, attribute.F) = (AttributeType.Float, number);
                break;
            case string text:
                (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case int[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers.Select(n => (long)n));
                break;
            case float[] numbers:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(numbers);
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            case TensorProto tensor:
                (attribute.Type, attribute.T) = (AttributeType.Tensor, tensor);
                break;
            case GraphProto graph:
                (attribute.Type, attribute.G) = (AttributeType.Graph, graph);
                break;
            default:
                throw new ArgumentException($"No attribute of type {value.GetType()}.", nameof(value));
        }

        return attribute;
    }
}
