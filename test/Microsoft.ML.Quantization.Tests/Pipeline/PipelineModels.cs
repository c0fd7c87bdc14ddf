using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Models by their interface: a dimension is a number or the name of a free one.</summary>
internal static class PipelineModels
{
    public static ValueInfoProto Value(string name, DataType type, params object[] dimensions)
    {
        var value = ModelBuilder.Value(name, type, new long[dimensions.Length]);
        for (int i = 0; i < dimensions.Length; i++)
        {
            value.Type.TensorType.Shape.Dim[i] = dimensions[i] is string parameter
                ? new TensorShapeProto.Types.Dimension { DimParam = parameter }
                : new TensorShapeProto.Types.Dimension { DimValue = (int)dimensions[i] };
        }

        return value;
    }

    public static ModelProto Model(ValueInfoProto[] inputs, ValueInfoProto[] outputs, params NodeProto[] nodes)
    {
        var model = new ModelBuilder(17).Build();
        model.Graph.Input.Add(inputs);
        model.Graph.Output.Add(outputs);
        model.Graph.Node.Add(nodes);
        return model;
    }

    /// <summary>One operator from x to y, both of the same type and dimensions.</summary>
    public static ModelProto Unary(string opType, DataType type, params object[] dimensions) =>
        Model([Value("x", type, dimensions)], [Value("y", type, dimensions)], ModelBuilder.MakeNode(opType, "x", "y"));

    /// <summary>y = Relu(x w + b), z = mean of y over its last axis, with w of <paramref name="inputs"/> by <paramref name="outputs"/>, all of so few bits that sums are exact.</summary>
    public static ModelProto Dense(int inputs, int outputs, object batch)
    {
        var random = new Random(5);
        var model = Model(
            [Value("x", DataType.Float, batch, inputs)],
            [Value("y", DataType.Float, batch, outputs), Value("z", DataType.Float, batch, 1)],
            ModelBuilder.MakeNode("Gemm", "x w b", "g"),
            ModelBuilder.MakeNode("Relu", "g", "y"),
            ModelBuilder.MakeNode("ReduceMean", "y", "z", ("axes", new[] { 1 })));
        model.Graph.Initializer.Add(TensorData.Create<float>("w", [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.Next(-16, 17) / 16f)], [inputs, outputs]));
        model.Graph.Initializer.Add(TensorData.Create<float>("b", [.. Enumerable.Range(0, outputs).Select(_ => random.Next(-16, 17) / 16f)], [outputs]));
        return model;
    }
}
