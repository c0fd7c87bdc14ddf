using Microsoft.ML.Quantization.TrainedModels.Calibrations;
using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>Reads a saved calibrator.</summary>
internal static class CalibrationReader
{
    private const uint Version = 0x10001;

    public static ScoreCalibration Read(SavedEntry entry)
    {
        if (entry.Version != Version)
        {
            throw new UnknownLayoutException($"its calibrator '{entry.Loader}' is of version {entry.Version:x}, known is {Version:x}");
        }

        var reader = entry.Open();
        return entry.Loader switch
        {
            "PlattCaliExec" => new PlattCalibration(reader.Double(), reader.Double()),
            "NaiveCaliExec" => Naive(ref reader),
            "PAVCaliExec" => Isotonic(ref reader),
            _ => throw new UnknownLayoutException($"its calibrator '{entry.Loader}' is not known"),
        };
    }

    private static NaiveCalibration Naive(ref EntryReader reader)
    {
        EnsembleReader.CheckFloatSize(ref reader);
        var (binSize, minimum, probabilities) = (reader.Float(), reader.Float(), reader.Floats());
        return probabilities.Length > 0 ? new NaiveCalibration(minimum, binSize, probabilities) : throw new UnknownLayoutException("its calibrator has no bins");
    }

    private static IsotonicCalibration Isotonic(ref EntryReader reader)
    {
        EnsembleReader.CheckFloatSize(ref reader);
        int pieces = reader.Count();
        var (begins, ends, values) = (new float[pieces], new float[pieces], new float[pieces]);
        for (int i = 0; i < pieces; i++)
        {
            (begins[i], ends[i], values[i]) = (reader.Float(), reader.Float(), reader.Float());
        }

        return new IsotonicCalibration(begins, ends, values);
    }
}
