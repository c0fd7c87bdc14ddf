using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Other ways to keep weights.</summary>
internal static class WeightSpellings
{
    /// <summary>Weights as nodes.</summary>
    public static void ConstantNodes(ModelProto model, Random random)
    {
        foreach (var tensor in Some(model, random, _ => true))
        {
            model.Graph.Initializer.Remove(tensor);
            var value = tensor.Clone();
            value.Name = "";
            model.Graph.Node.Insert(0, ModelBuilder.MakeNode("Constant", "", "value", ("value", value)));
            model.Graph.Node[0].Output[0] = tensor.Name;
        }
    }

    /// <summary>Weights that nodes pass on, turn or shape first.</summary>
    public static void ThroughNodes(ModelProto model, Random random)
    {
        foreach (var tensor in Some(model, random, tensor => tensor.DataType == (int)DataType.Float && tensor.Dims.Count == 2))
        {
            string name = tensor.Name;
            tensor.Name = name + "_stored";
            NodeProto node;
            switch (random.Next(3))
            {
                case 0:
                    node = Node("Identity", name, tensor.Name);
                    break;
                case 1:
                    long[] shape = [.. tensor.Dims];
                    tensor.Dims.Clear();
                    tensor.Dims.Add(shape[0] * shape[1]);
                    model.Graph.Initializer.Add(TensorData.Create<long>(name + "_shape", shape, 2));
                    node = Node("Reshape", name, tensor.Name, name + "_shape");
                    break;
                default:
                    Turn(tensor);
                    node = Node("Transpose", name, tensor.Name);
                    node.Attribute.Add(ModelBuilder.MakeNode("T", "a", "b", ("perm", new[] { 1, 0 })).Attribute[0]);
                    break;
            }

            model.Graph.Node.Insert(0, node);
        }
    }

    /// <summary>Weights kept with 16 bits.</summary>
    public static void HalfWeights(ModelProto model, Random random)
    {
        foreach (var tensor in Some(model, random, tensor => tensor.DataType == (int)DataType.Float && tensor.Dims.Count > 1))
        {
            string name = tensor.Name;
            var half = TensorData.Create<Half>(name + "_half", Array.ConvertAll(TensorData.Floats(tensor), value => (Half)value), [.. tensor.Dims]);
            model.Graph.Initializer[model.Graph.Initializer.IndexOf(tensor)] = half;
            var node = Node("Cast", name, half.Name);
            node.Attribute.Add(ModelBuilder.MakeNode("C", "a", "b", ("to", 1)).Attribute[0]);
            model.Graph.Node.Insert(0, node);
        }
    }

    /// <summary>Values in fields of their type, not as bytes.</summary>
    public static void TypedFields(ModelProto model, Random random)
    {
        foreach (var tensor in Some(model, random, tensor => tensor.HasRawData && tensor.DataType is (int)DataType.Float or (int)DataType.Int64))
        {
            if (tensor.DataType == (int)DataType.Float)
            {
                tensor.FloatData.AddRange(TensorData.Floats(tensor));
            }
            else
            {
                tensor.Int64Data.AddRange(TensorData.Integers(tensor));
            }

            tensor.ClearRawData();
        }
    }

    public static NodeProto Node(string type, string output, params string[] inputs)
    {
        var node = new NodeProto { OpType = type };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        return node;
    }

    private static TensorProto[] Some(ModelProto model, Random random, Func<TensorProto, bool> fits) =>
        [.. model.Graph.Initializer.Where(tensor => fits(tensor) && model.Graph.Input.All(input => input.Name != tensor.Name) && random.Next(2) == 0)];

    private static void Turn(TensorProto tensor)
    {
        var (rows, columns) = ((int)tensor.Dims[0], (int)tensor.Dims[1]);
        float[] values = TensorData.Floats(tensor);
        float[] turned = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            turned[(i % columns * rows) + (i / columns)] = values[i];
        }

        tensor.FloatData.Clear();
        tensor.RawData = TensorData.Create<float>(tensor.Name, turned, columns, rows).RawData;
        (tensor.Dims[0], tensor.Dims[1]) = (columns, rows);
    }
}
