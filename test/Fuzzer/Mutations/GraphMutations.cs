using Microsoft.ML.Quantization.Onnx;

namespace Fuzzer.Mutations;

/// <summary>Changes to a model as a graph.</summary>
internal static class GraphMutations
{
    private static readonly Action<ModelProto, Random>[] All =
    [
        AttributeMutations.Change, AttributeMutations.Change, AttributeMutations.Change, AttributeMutations.Change, AttributeMutations.Add,
        EdgeMutations.Rewire, EdgeMutations.Rewire, EdgeMutations.LeaveOut, EdgeMutations.LeaveOut, EdgeMutations.Append, EdgeMutations.RemoveInput, EdgeMutations.Cycle,
        NodeMutations.Delete, NodeMutations.Duplicate, NodeMutations.Reorder, NodeMutations.Retype, NodeMutations.Rename, NodeMutations.Enclose, NodeMutations.IntoFunction,
        TensorMutations.Resize, TensorMutations.Resize, TensorMutations.Retype, TensorMutations.Values, TensorMutations.Values, TensorMutations.External, TensorMutations.Sparse,
        InterfaceMutations.Dimension, InterfaceMutations.Dimension, InterfaceMutations.Type, InterfaceMutations.Rename, InterfaceMutations.Duplicate, InterfaceMutations.Expose,
        InterfaceMutations.Opset, InterfaceMutations.InputToInitializer,
    ];

    public static void Apply(ModelProto model, Random random) => All[random.Next(All.Length)](model, random);

    /// <summary>Any node, those of subgraphs and functions included; null where there is none.</summary>
    public static NodeProto? Node(ModelProto model, Random random) => Any([.. ModelWalker.Nodes(model)], random);

    /// <summary>Any tensor that holds values.</summary>
    public static TensorProto? Tensor(ModelProto model, Random random) => Any([.. ModelWalker.Tensors(model)], random);

    /// <summary>The name of any tensor.</summary>
    public static string Name(ModelProto model, Random random) =>
        Any([.. ModelWalker.Nodes(model).SelectMany(node => node.Input.Concat(node.Output)), .. model.Graph.Input.Select(input => input.Name)], random) ?? "x";

    public static T? Any<T>(IReadOnlyList<T> all, Random random) => all.Count == 0 ? default : all[random.Next(all.Count)];
}
