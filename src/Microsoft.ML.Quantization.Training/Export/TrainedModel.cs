using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Export;

/// <summary>Writes the INT8 form of a model that was trained.</summary>
internal static class TrainedModel
{
    public static QuantizationResult Write(TrainableModel model, QuantizationAwareTrainingOptions options)
    {
        var ranges = model.Quantizer.Activations.ToDictionary(activation => activation.Key, activation => activation.Value.Range, StringComparer.Ordinal);
        return model.Start.Write(TrainedWeights.Write(model.Source, model.Graph), ranges, WeightScales(model), TrainingFingerprint.Describe(options));
    }

    /// <summary>The weight scales that were learned, by node name.</summary>
    private static Dictionary<string, float[]> WeightScales(TrainableModel model) => model.Quantizer.WeightsByNode
        .Where(weights => weights.Value.Scale != null)
        .ToDictionary(weights => weights.Key, weights => weights.Value.Scale!.Values, StringComparer.Ordinal);
}
