using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// Finds tensors whose channels can be moved by constants: layers make them, or additions of such, and only additions of their kind and layers read them
/// that see every value of their input, padding being zeros that would have to move along.
/// </summary>
internal static class ShiftableTensors
{
    /// <param name="flow">The channels.</param>
    /// <param name="isFree">Whether the range of a tensor can follow.</param>
    /// <returns>The tensors in the order in which they are made.</returns>
    public static IReadOnlyList<string> Find(ChannelFlow flow, Func<string, bool> isFree)
    {
        var layers = flow.Weights.ToDictionary(weights => weights.Node.Output[0], weights => weights.Node, StringComparer.Ordinal);
        var tensors = flow.Tensors.Where(tensor => isFree(tensor) && (layers.TryGetValue(tensor, out var layer) ? TakesShift(layer) : IsSum(tensor, flow))).ToHashSet(StringComparer.Ordinal);
        int before;
        do
        {
            before = tensors.Count;
            tensors.RemoveWhere(tensor => flow.Index.IsOutput(tensor) || flow.Index.IsCaptured(tensor)
                || !flow.Index.Consumers(tensor).All(use => layers.TryGetValue(use.Node.Output[0], out var layer) ? use.InputIndex == 0 && SeesAll(layer, flow) : IsSum(use.Node.Output[0], flow) && tensors.Contains(use.Node.Output[0])));
        }
        while (tensors.Count < before);
        return [.. flow.Tensors.Where(tensors.Contains)];
    }

    private static bool IsSum(string tensor, ChannelFlow flow) => flow.Index.Producer(tensor) is { OpType: "Add" } node && node.Input.All(input => flow.Find(input) != null);

    private static bool TakesShift(NodeProto layer) => WeightedNodes.TakesBias(layer) && WeightedNodes.WeightFactor(layer) == 1 && WeightedNodes.BiasFactor(layer) == 1;

    private static bool SeesAll(NodeProto layer, ChannelFlow flow) => TakesShift(layer)
        && (layer.OpType != "Conv" || (flow.Index.Initializer(layer.Input[1])!.Dims.Skip(2).All(size => size == 1) && layer.Text("auto_pad", "NOTSET") is "NOTSET" or "VALID" && layer.Integers("pads")?.All(pad => pad == 0) != false));
}
