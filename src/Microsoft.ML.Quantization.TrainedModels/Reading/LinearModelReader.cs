using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Quantization.TrainedModels.Calibrations;
using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>Reads the weights of a trained linear stage from what ML.NET saves of it: one-versus-all has no public ones.</summary>
internal static class LinearModelReader
{
    /// <summary>The weights of a stage, or the reason why it has none that can be read.</summary>
    public static bool TryRead(MLContext context, ITransformer stage, [NotNullWhen(true)] out SavedLinear? linear, [NotNullWhen(false)] out string? reason)
    {
        (linear, reason) = (null, null);
        if (stage is not ISingleFeaturePredictionTransformer<object> predictor || !MayBeLinear(predictor.Model))
        {
            reason = "it is not a linear predictor";
            return false;
        }

        try
        {
            linear = Read(SavedStage.Save(context, stage));
            return true;
        }
        catch (UnknownLayoutException unknown)
        {
            reason = unknown.Message;
            return false;
        }
    }

    private static bool MayBeLinear(object model) => model switch
    {
        CalibratedModelParametersBase calibrated => MayBeLinear(calibrated.SubModel),
        LinearModelParameters or LinearMulticlassModelParametersBase or OneVersusAllModelParameters => true,
        _ => false,
    };

    private static SavedLinear Read(SavedStage saved)
    {
        var predictor = SavedPredictor.Read(saved);
        var parts = predictor.Parts.Select(part => LinearEntry.Read(saved.Entry(part.Folder))).ToArray();
        var first = parts[0];
        if (predictor.Formula != null && Array.Exists(parts, part => part.Scores != ClassScores.Single || part.FeatureCount != first.FeatureCount))
        {
            throw new UnknownLayoutException("its classes are not of one kind");
        }

        LinearUnit[] units = [.. parts.SelectMany(part => part.Units)];
        ScoreCalibration?[] calibrations = predictor.Formula == null ? [.. units.Select(_ => predictor.Parts[0].Calibration)] : [.. predictor.Parts.Select(part => part.Calibration)];
        var model = new LinearModel(first.FeatureCount, units, new PredictorOutputs(predictor.Formula ?? first.Scores, calibrations));
        return new SavedLinear(saved, model, [.. predictor.Parts.Select(part => part.Folder)]);
    }
}
