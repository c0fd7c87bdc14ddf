using System.Globalization;
using Microsoft.ML.Quantization.TrainedModels.Calibrations;
using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>Where in a saved stage its predictor is, or one for every class, and what calibrates it.</summary>
/// <param name="Formula">How one-versus-all makes scores of the classes'; null where it is a single predictor.</param>
/// <param name="Parts">The folder and the calibration of each predictor.</param>
internal sealed record SavedPredictor(ClassScores? Formula, IReadOnlyList<(string Folder, ScoreCalibration? Calibration)> Parts)
{
    private const string Model = "Model";
    private const string OneVersusAll = "OVAExec";
    private const uint OneVersusAllVersion = 0x10001;

    private static readonly string[] Calibrated = ["CaliPredExec", "FeatWCaliPredExec", "PMixCaliPredExec"];

    public static SavedPredictor Read(SavedStage saved)
    {
        var entry = saved.Entry(Model);
        return entry.Loader == OneVersusAll ? Classes(saved, entry) : new SavedPredictor(null, [Part(saved, Model)]);
    }

    private static SavedPredictor Classes(SavedStage saved, SavedEntry entry)
    {
        var reader = entry.Open();
        EnsembleReader.CheckFloatSize(ref reader);
        byte formula = reader.Byte();
        int count = reader.Int();
        if (entry.Version != OneVersusAllVersion || formula > 2 || count < 1 || !reader.AtEnd)
        {
            throw new UnknownLayoutException($"its one-versus-all predictor is saved in a way that is not known, version {entry.Version:x}");
        }

        var parts = Enumerable.Range(0, count).Select(i => Part(saved, string.Create(CultureInfo.InvariantCulture, $"{Model}/SubPredictor_{i:000}"))).ToArray();
        var scores = formula switch { 0 => ClassScores.Raw, 1 => ClassScores.Normalized, _ => ClassScores.Softmax };
        if (scores == ClassScores.Normalized && parts.Any(part => part.Calibration == null))
        {
            throw new UnknownLayoutException("its classes are without the calibrators that its formula needs");
        }

        return new SavedPredictor(scores, parts);
    }

    private static (string Folder, ScoreCalibration? Calibration) Part(SavedStage saved, string folder) => Calibrated.Contains(saved.Entry(folder).Loader)
        ? ($"{folder}/Predictor", CalibrationReader.Read(saved.Entry($"{folder}/Calibrator")))
        : (folder, null);
}
