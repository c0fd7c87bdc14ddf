using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What has to be observed of a model for some plans.</summary>
/// <param name="Tensors">The tensors whose ranges are chosen.</param>
/// <param name="Means">The tensors whose channel means correct biases, and whether their channels are the last dimension.</param>
/// <param name="Windows">The inputs of layers by whose covariances weights are rounded.</param>
internal sealed record NeededStatistics(string[] Tensors, KeyValuePair<string, bool>[] Means, InputWindow[] Windows)
{
    public static NeededStatistics Of(GraphProto graph, IEnumerable<(QuantizationPlan Plan, QuantizationOptions Options)> ways)
    {
        var all = ways.ToArray();
        return new NeededStatistics(
            [.. all.SelectMany(way => way.Plan.ObservedTensors).Distinct(StringComparer.Ordinal)],
            [.. all.Where(way => way.Options.BiasCorrection).SelectMany(way => BiasCorrections.NeededMeans(graph, way.Plan)).DistinctBy(mean => mean.Key)],
            [.. all.Where(way => Rounds(way.Options)).SelectMany(way => CovarianceRounding.Windows(graph, way.Plan)).DistinctBy(window => window.Key)]);
    }

    private static bool Rounds(QuantizationOptions options) => (RecipeRequest.Of(options).All & RecipeStep.GramRounding) != 0;
}
