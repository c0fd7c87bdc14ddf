using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;
using AttributeType = Microsoft.ML.Quantization.Onnx.AttributeProto.Types.AttributeType;

namespace Examples;

/// <summary>Builds an ONNX model node by node; each operator's result is named like its node.</summary>
internal sealed class OnnxGraph(string name)
{
    private const int IrVersion = 8;
    private const int OpsetVersion = 17;

    private readonly GraphProto _graph = new() { Name = name };

    public string Input(string name, params long[] dimensions)
    {
        _graph.Input.Add(Value(name, dimensions));
        return name;
    }

    public void Output(string name, params long[] dimensions) => _graph.Output.Add(Value(name, dimensions));

    public string Node(string name, string operatorType, params string[] inputs)
    {
        _graph.Node.Add(new NodeProto { Name = name, OpType = operatorType, Input = { inputs }, Output = { name } });
        return name;
    }

    public string Convolution(string name, string input, Conv2d module)
    {
        Node(name, "Conv", input, Weights($"{name}.weight", module.weight));
        Attributes.Add(Integers("kernel_shape", module.kernel_size));
        Attributes.Add(Integers("strides", module.stride));
        Attributes.Add(Integers("pads", [.. module.padding!, .. module.padding!]));
        Attributes.Add(new AttributeProto { Name = "group", Type = AttributeType.Int, I = module.groups });
        return name;
    }

    public string BatchNormalization(string name, string input, BatchNorm2d module)
    {
        Node(
            name,
            "BatchNormalization",
            input,
            Weights($"{name}.weight", module.weight),
            Weights($"{name}.bias", module.bias!),
            Weights($"{name}.running_mean", module.running_mean!),
            Weights($"{name}.running_var", module.running_var!));
        Attributes.Add(new AttributeProto { Name = "epsilon", Type = AttributeType.Float, F = (float)module.eps });
        return name;
    }

    public string Gemm(string name, string input, Linear module)
    {
        Node(name, "Gemm", input, Weights($"{name}.weight", module.weight), Weights($"{name}.bias", module.bias!));
        Attributes.Add(new AttributeProto { Name = "transB", Type = AttributeType.Int, I = 1 });
        return name;
    }

    public void Save(string path)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "TrainFashionMnist",
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OpsetVersion } },
            Graph = _graph,
        };
        string temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(temporary, model.ToByteArray());
        File.Move(temporary, path, overwrite: true);
    }

    private Google.Protobuf.Collections.RepeatedField<AttributeProto> Attributes => _graph.Node[^1].Attribute;

    private static AttributeProto Integers(string name, IEnumerable<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    private static ValueInfoProto Value(string name, long[] dimensions)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "batch" } } };
        shape.Dim.Add(dimensions.Select(dimension => new TensorShapeProto.Types.Dimension { DimValue = dimension }));
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }

    private string Weights(string name, Tensor values)
    {
        float[] data = [.. values.detach().data<float>()];
        _graph.Initializer.Add(new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { values.shape },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(data)),
        });
        return name;
    }
}
