using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Benchmarks;

/// <summary>One dense layer: a model so small that the call costs more than the arithmetic.</summary>
internal static class DenseModel
{
    public static void Write(string path, int inputs, int outputs)
    {
        var random = new Random(7);
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "dense" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Graph.Input.Add(Value("x", inputs));
        model.Graph.Output.Add(Value("y", outputs));
        model.Graph.Initializer.Add(TensorData.Create<float>("w", [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.NextSingle() - 0.5f)], [inputs, outputs]));
        model.Graph.Initializer.Add(TensorData.Create<float>("b", [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle())], [outputs]));
        var node = new NodeProto { OpType = "Gemm", Name = "dense" };
        node.Input.Add(["x", "w", "b"]);
        node.Output.Add("y");
        model.Graph.Node.Add(node);
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static ValueInfoProto Value(string name, int size)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } } };
    }
}
