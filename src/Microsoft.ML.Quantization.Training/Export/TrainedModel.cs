using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Export;

/// <summary>Writes the INT8 form of a model that was trained.</summary>
internal static class TrainedModel
{
    public static QuantizationResult Write(CalibratedModel calibrated, TrainableModel model, QuantizationAwareTrainingOptions options)
    {
        var table = TrainedRanges.Write(calibrated.Table, model.Quantizer);
        var settings = calibrated.Settings with { Activations = CalibratedModel.Parameters(table, calibrated.Settings.Target.Numbers), WeightScales = WeightScales(model) };
        var records = Provenance.Records(options.Quantization, table).Append(KeyValuePair.Create(ModelProvenance.Training, TrainingFingerprint.Describe(options)));
        return calibrated.Write(TrainedWeights.Write(model.Source, model.Graph), table, settings, records);
    }

    /// <summary>The weight scales that were learned, by node name.</summary>
    private static Dictionary<string, float[]> WeightScales(TrainableModel model) => model.Quantizer.WeightsByNode
        .Where(weights => weights.Value.Scale != null)
        .ToDictionary(weights => weights.Key, weights => weights.Value.Scale!.Values, StringComparer.Ordinal);
}
