using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>
/// Reads the trees of a trained stage. ML.NET's public API hides what stands for missing values and all of one-versus-all, so that this reads what ML.NET saves,
/// which has everything and a version.
/// </summary>
internal static class TreeModelReader
{
    private static readonly string[] TreeAssemblies = ["Microsoft.ML.FastTree", "Microsoft.ML.LightGbm"];

    /// <summary>The trees of a stage, or the reason why it has none that can be read.</summary>
    public static bool TryRead(MLContext context, ITransformer stage, [NotNullWhen(true)] out SavedTrees? trees, [NotNullWhen(false)] out string? reason)
    {
        (trees, reason) = (null, null);
        if (stage is not ISingleFeaturePredictionTransformer<object> predictor || !MayHaveTrees(predictor.Model))
        {
            reason = "it is not a predictor made of trees";
            return false;
        }

        try
        {
            trees = Read(SavedStage.Save(context, stage));
            return true;
        }
        catch (UnknownLayoutException unknown)
        {
            reason = unknown.Message;
            return false;
        }
    }

    /// <summary>Whether a predictor is of a library of tree trainers, which have few others.</summary>
    public static bool IsOfTrees(object model) => TreeAssemblies.Contains(model.GetType().Assembly.GetName().Name);

    private static bool MayHaveTrees(object model) => model switch
    {
        OneVersusAllModelParameters => true,
        CalibratedModelParametersBase calibrated => MayHaveTrees(calibrated.SubModel),
        _ => IsOfTrees(model),
    };

    private static SavedTrees Read(SavedStage saved)
    {
        var predictor = SavedPredictor.Read(saved);
        var model = new TreeModel
        {
            Ensembles = [.. predictor.Parts.Select(part => EnsembleReader.Read(saved.Entry(part.Folder)))],
            Calibrations = [.. predictor.Parts.Select(part => part.Calibration)],
            ClassScores = predictor.Formula ?? ClassScores.Single,
        };
        return new SavedTrees(saved, model, [.. predictor.Parts.Select(part => part.Folder)]);
    }
}
