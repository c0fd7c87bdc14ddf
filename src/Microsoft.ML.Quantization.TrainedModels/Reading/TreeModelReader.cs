using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Quantization.TrainedModels.Calibrations;
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
    private const string Model = "Model";
    private const uint OneVersusAllVersion = 0x10001;

    private static readonly string[] Calibrated = ["CaliPredExec", "FeatWCaliPredExec", "PMixCaliPredExec"];
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

    private static bool MayHaveTrees(object model) => model switch
    {
        OneVersusAllModelParameters => true,
        CalibratedModelParametersBase calibrated => MayHaveTrees(calibrated.SubModel),
        _ => TreeAssemblies.Contains(model.GetType().Assembly.GetName().Name),
    };

    private static SavedTrees Read(SavedStage saved)
    {
        var entry = saved.Entry(Model);
        return entry.Loader == "OVAExec" ? OneVersusAll(saved, entry) : Create(saved, ClassScores.Single, [Read(saved, Model)]);
    }

    private static SavedTrees OneVersusAll(SavedStage saved, SavedEntry entry)
    {
        var reader = entry.Open();
        EnsembleReader.CheckFloatSize(ref reader);
        byte formula = reader.Byte();
        int count = reader.Int();
        if (entry.Version != OneVersusAllVersion || formula > 2 || count < 1 || !reader.AtEnd)
        {
            throw new UnknownLayoutException($"its one-versus-all predictor is saved in a way that is not known, version {entry.Version:x}");
        }

        Part[] classes = [.. Enumerable.Range(0, count).Select(i => Read(saved, string.Create(CultureInfo.InvariantCulture, $"{Model}/SubPredictor_{i:000}")))];
        var scores = formula switch { 0 => ClassScores.Raw, 1 => ClassScores.Normalized, _ => ClassScores.Softmax };
        return scores != ClassScores.Normalized || Array.TrueForAll(classes, part => part.Calibration != null)
            ? Create(saved, scores, classes)
            : throw new UnknownLayoutException("its classes are without the calibrators that its formula needs");
    }

    private static SavedTrees Create(SavedStage saved, ClassScores scores, Part[] parts)
    {
        var model = new TreeModel { Ensembles = [.. parts.Select(part => part.Ensemble)], Calibrations = [.. parts.Select(part => part.Calibration)], ClassScores = scores };
        return new SavedTrees(saved, model, [.. parts.Select(part => part.Folder)]);
    }

    private static Part Read(SavedStage saved, string folder)
    {
        var entry = saved.Entry(folder);
        return Calibrated.Contains(entry.Loader)
            ? new Part($"{folder}/Predictor", EnsembleReader.Read(saved.Entry($"{folder}/Predictor")), CalibrationReader.Read(saved.Entry($"{folder}/Calibrator")))
            : new Part(folder, EnsembleReader.Read(entry), null);
    }

    /// <summary>One ensemble, where it is saved, and its calibration, where it has one.</summary>
    private sealed record Part(string Folder, TreeEnsemble Ensemble, ScoreCalibration? Calibration);
}
