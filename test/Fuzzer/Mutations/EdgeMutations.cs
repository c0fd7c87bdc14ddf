using Microsoft.ML.Quantization.Onnx;

namespace Fuzzer.Mutations;

/// <summary>Nodes that read something else, nothing, or themselves.</summary>
internal static class EdgeMutations
{
    public static void Rewire(ModelProto model, Random random)
    {
        if (WithInputs(model, random) is { } node)
        {
            node.Input[random.Next(node.Input.Count)] = GraphMutations.Name(model, random);
        }
    }

    /// <summary>An input that is there but empty, as an optional one may be.</summary>
    public static void LeaveOut(ModelProto model, Random random)
    {
        if (WithInputs(model, random) is { } node)
        {
            node.Input[random.Next(node.Input.Count)] = "";
        }
    }

    public static void Append(ModelProto model, Random random)
    {
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            GraphMutations.Node(model, random)?.Input.Add(random.Next(3) == 0 ? "" : GraphMutations.Name(model, random));
        }
    }

    public static void RemoveInput(ModelProto model, Random random)
    {
        if (WithInputs(model, random) is { } node)
        {
            node.Input.RemoveAt(random.Next(node.Input.Count));
        }
    }

    public static void Cycle(ModelProto model, Random random)
    {
        if (WithInputs(model, random) is { Output.Count: > 0 } node)
        {
            node.Input[random.Next(node.Input.Count)] = random.Next(2) == 0 ? node.Output[0] : model.Graph.Node[^1].Output.FirstOrDefault("x");
        }
    }

    private static NodeProto? WithInputs(ModelProto model, Random random) =>
        GraphMutations.Any([.. ModelWalker.Nodes(model).Where(node => node.Input.Count > 0)], random);
}
