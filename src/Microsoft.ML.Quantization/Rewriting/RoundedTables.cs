using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Gives the tables of an FP32 graph the values that their INT8 form will have, where training does not change them.</summary>
internal static class RoundedTables
{
    /// <param name="model">The model, whose tables are changed.</param>
    /// <param name="plan">Which tables are stored in INT8.</param>
    public static void Apply(OnnxModel model, QuantizationPlan plan)
    {
        var readers = plan.Nodes.Where(node => node.Role == NodeRole.Table).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var places = model.Graph.Initializer.Select((tensor, place) => (tensor.Name, place)).ToDictionary(StringComparer.Ordinal);
        foreach (var table in GatheredTable.Find(new GraphIndex(model.Graph)).Where(table => table.Others.Count == 0 && readers.Contains(table.Readers[0].Name)).ToArray())
        {
            model.Graph.Initializer[places[table.Tensor.Name]] = TensorData.Create<float>(table.Tensor.Name, QuantizedTable.Rounded(table, model.Floats(table.Tensor)), [.. table.Tensor.Dims]);
        }
    }
}
