using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// What the nodes behind a tensor make of each of its values by itself, where they are one activation whose slope differs from value to value, as HardSwish,
/// or x * Sigmoid(x) as nodes: errors of the tensor are then best measured behind it.
/// </summary>
/// <param name="Output">The tensor that it makes, the only one that others read.</param>
/// <param name="Nodes">The nodes, in order.</param>
/// <param name="Input">The tensor that it reads.</param>
/// <param name="Constants">The constants in it.</param>
internal sealed record ActivationFunction(string Input, string Output, IReadOnlyList<NodeProto> Nodes, IReadOnlyDictionary<string, double> Constants)
{
    private const int MostNodes = 10;

    /// <summary>Finds the activation that is all that reads a tensor.</summary>
    /// <returns><see langword="null"/> where there is none, it gives twice as much for twice as much, or it makes an output, whose errors are measured before it.</returns>
    public static ActivationFunction? Find(string tensor, GraphIndex index)
    {
        var constants = new Dictionary<string, double>(StringComparer.Ordinal);
        HashSet<string> known = [tensor];
        List<NodeProto> nodes = [];
        while (nodes.Count < MostNodes && Next(known, nodes, constants, index) is { } node)
        {
            nodes.Add(node);
            known.Add(node.Output[0]);
            string[] open = [.. known.Where(name => IsOpen(name, nodes, index))];
            if (open is [var end] && end != tensor)
            {
                return index.IsOutput(end) || nodes.TrueForAll(each => Scales(each, index)) ? null : new ActivationFunction(tensor, end, nodes, constants);
            }
        }

        return null;
    }

    /// <summary>What it makes of a value.</summary>
    public double Value(double value)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal) { [Input] = value };
        foreach (var node in Nodes)
        {
            double[] read = [.. node.Input.Where(name => name.Length > 0).Select(name => values.TryGetValue(name, out double made) ? made : Constants[name])];
            values[node.Output[0]] = ScalarOperators.Value(node, read) ?? double.NaN;
        }

        return values[Output];
    }

    /// <summary>Whether a node gives twice as much for twice as much, or cuts off.</summary>
    private static bool Scales(NodeProto node, GraphIndex index) =>
        node.OpType is "Relu" or "LeakyRelu" or "Identity" or "Clip" or "Neg" || (node.OpType is "Mul" or "Div" && index.Initializer(node.Input[1]) != null) || (node.Is("Mul") && index.Initializer(node.Input[0]) != null);

    private static NodeProto? Next(HashSet<string> known, List<NodeProto> nodes, Dictionary<string, double> constants, GraphIndex index)
    {
        foreach (var node in known.SelectMany(index.Consumers).Select(use => use.Node))
        {
            if (!nodes.Contains(node) && node.Output.Count == 1 && !index.IsCaptured(node.Output[0]) && node.Input.All(name => name.Length == 0 || known.Contains(name) || IsConstant(name, constants, index))
                && ScalarOperators.Value(node, [.. node.Input.Where(name => name.Length > 0).Select(_ => 1.0)]) != null)
            {
                return node;
            }
        }

        return null;
    }

    private static bool IsOpen(string tensor, List<NodeProto> nodes, GraphIndex index) =>
        index.IsOutput(tensor) || index.IsCaptured(tensor) || index.Consumers(tensor).Any(use => !nodes.Contains(use.Node));

    private static bool IsConstant(string name, Dictionary<string, double> constants, GraphIndex index)
    {
        if (index.Initializer(name) is not { DataType: (int)TensorProto.Types.DataType.Float } tensor || TensorChecks.ElementCount(tensor) != 1 || OnnxModel.IsOutside(tensor))
        {
            return false;
        }

        constants[name] = TensorData.Floats(tensor)[0];
        return true;
    }
}
