using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.AttributeProto.Types;

namespace Fuzzer.Mutations;

/// <summary>Nodes that are lost, repeated, renamed, of other operators, in subgraphs and in functions.</summary>
internal static class NodeMutations
{
    private static readonly string[] Operators =
    [
        "Relu", "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Mul", "MaxPool", "AveragePool", "Concat", "Reshape", "Transpose", "Squeeze", "Clip", "Softmax", "Gather", "Resize",
        "Identity", "ReduceMean", "LayerNormalization", "Split", "Slice", "Pad", "TopK", "NonZero", "Loop", "If", "Scan", "QuantizeLinear", "DequantizeLinear", "Attention", "DFT", "STFT",
        "com.microsoft:FusedConv", "com.microsoft:QGemm", "com.microsoft:Attention", "com.microsoft:MultiHeadAttention", "com.microsoft:SkipLayerNormalization", "com.microsoft:BiasGelu",
        "com.microsoft:MatMulNBits", "ai.onnx.ml:TreeEnsembleRegressor", "ai.onnx.ml:ZipMap", "ai.onnx.ml:LinearClassifier",
    ];

    public static void Delete(ModelProto model, Random random)
    {
        if (model.Graph.Node.Count > 0)
        {
            model.Graph.Node.RemoveAt(random.Next(model.Graph.Node.Count));
        }
    }

    public static void Duplicate(ModelProto model, Random random)
    {
        if (GraphMutations.Any(model.Graph.Node, random)?.Clone() is not { } copy)
        {
            return;
        }

        for (int i = 0; i < copy.Output.Count && random.Next(4) > 0; i++)
        {
            copy.Output[i] += "_2";
        }

        model.Graph.Node.Insert(random.Next(model.Graph.Node.Count + 1), copy);
    }

    public static void Reorder(ModelProto model, Random random)
    {
        if (GraphMutations.Any(model.Graph.Node, random) is { } node)
        {
            model.Graph.Node.Remove(node);
            model.Graph.Node.Insert(random.Next(model.Graph.Node.Count + 1), node);
        }
    }

    public static void Retype(ModelProto model, Random random)
    {
        if (GraphMutations.Node(model, random) is not { } node)
        {
            return;
        }

        if (random.Next(4) == 0)
        {
            (node.OpType, node.Domain) = (Texts.Pick(random), Texts.Pick(random));
            return;
        }

        string[] parts = Operators[random.Next(Operators.Length)].Split(':');
        (node.OpType, node.Domain) = (parts[^1], parts.Length > 1 ? parts[0] : "");
        if (node.Domain.Length > 0 && model.OpsetImport.All(import => import.Domain != node.Domain))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = node.Domain, Version = 1 });
        }
    }

    public static void Rename(ModelProto model, Random random)
    {
        if (GraphMutations.Node(model, random) is not { } node)
        {
            return;
        }

        string name = Texts.Pick(random);
        if (random.Next(2) == 0 || node.Output.Count == 0)
        {
            node.Name = name;
            return;
        }

        string before = node.Output[0];
        node.Output[0] = name;
        foreach (var reader in ModelWalker.Nodes(model).Where(reader => reader.Input.Contains(before)))
        {
            reader.Input[reader.Input.IndexOf(before)] = name;
        }
    }

    /// <summary>Moves a node of the main graph into the branches of an If, or the body of a Loop that may never end.</summary>
    public static void Enclose(ModelProto model, Random random)
    {
        if (GraphMutations.Any([.. model.Graph.Node.Where(node => node.Output.Count == 1)], random) is not { } inner)
        {
            return;
        }

        var flag = new TensorProto { Name = "flag_", DataType = (int)TensorProto.Types.DataType.Bool, Int32Data = { 1 } };
        if (model.Graph.Initializer.All(tensor => tensor.Name != flag.Name))
        {
            model.Graph.Initializer.Add(flag);
        }

        int at = model.Graph.Node.IndexOf(inner);
        var body = inner.Clone();
        body.Output[0] = "inside_";
        var graph = new GraphProto { Name = "body", Node = { body }, Output = { new ValueInfoProto { Name = "inside_" } } };
        var outer = new NodeProto { Name = "outer_", Output = { inner.Output[0] } };
        if (random.Next(2) == 0)
        {
            outer.OpType = "If";
            outer.Input.Add(flag.Name);
            outer.Attribute.Add(new AttributeProto { Name = "then_branch", Type = AttributeType.Graph, G = graph });
            outer.Attribute.Add(new AttributeProto { Name = "else_branch", Type = AttributeType.Graph, G = graph.Clone() });
        }
        else
        {
            long trips = random.Next(2) == 0 ? random.Next(3) : long.MaxValue;
            var count = new TensorProto { Name = "trips_", DataType = (int)TensorProto.Types.DataType.Int64, Int64Data = { trips } };
            if (model.Graph.Initializer.All(tensor => tensor.Name != count.Name))
            {
                model.Graph.Initializer.Add(count);
            }

            graph.Input.Add(Scalar("i_", TensorProto.Types.DataType.Int64));
            graph.Input.Add(Scalar("go_", TensorProto.Types.DataType.Bool));
            graph.Node.Add(new NodeProto { OpType = "Identity", Input = { "go_" }, Output = { "on_" } });
            graph.Output.Insert(0, Scalar("on_", TensorProto.Types.DataType.Bool));
            outer.OpType = "Loop";
            outer.Input.AddRange([count.Name, flag.Name]);
            outer.Attribute.Add(new AttributeProto { Name = "body", Type = AttributeType.Graph, G = graph });
        }

        model.Graph.Node[at] = outer;
    }

    /// <summary>Makes a function of a node; sometimes it calls itself.</summary>
    public static void IntoFunction(ModelProto model, Random random)
    {
        if (GraphMutations.Any(model.Graph.Node, random) is not { } inner)
        {
            return;
        }

        var function = new FunctionProto { Name = "F_", Domain = "local_", Node = { inner.Clone() }, Input = { inner.Input.Distinct() }, Output = { inner.Output } };
        function.OpsetImport.AddRange(model.OpsetImport);
        if (random.Next(4) == 0)
        {
            (function.Node[0].OpType, function.Node[0].Domain) = (function.Name, function.Domain);
        }

        model.Functions.Add(function);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = function.Domain, Version = 1 });
        model.IrVersion = Math.Max(model.IrVersion, 8);
        (inner.OpType, inner.Domain) = (function.Name, function.Domain);
        inner.Input.Clear();
        inner.Input.AddRange(function.Input);
        inner.Attribute.Clear();
    }

    private static ValueInfoProto Scalar(string name, TensorProto.Types.DataType type) =>
        new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = new TensorShapeProto() } } };
}
