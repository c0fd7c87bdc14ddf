using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>A saved linear predictor of one score or of one a class, in the versions that ML.NET 5 writes.</summary>
internal static class LinearEntry
{
    private static readonly Dictionary<string, (uint Version, ClassScores Scores)> Known = new()
    {
        ["Linear2CExec"] = (0x20002, ClassScores.Single),
        ["LinearRegressionExec"] = (0x20001, ClassScores.Single),
        ["PoissonRegressionExec"] = (0x20001, ClassScores.Exponential),
        ["MulticlassLinear"] = (0x10001, ClassScores.Raw),
        ["MultiClassLRExec"] = (0x10003, ClassScores.MaximumEntropy),
    };

    public static bool IsLinear(SavedEntry entry) => Known.ContainsKey(entry.Loader);

    public static (ClassScores Scores, int FeatureCount, LinearUnit[] Units) Read(SavedEntry entry)
    {
        if (!Known.TryGetValue(entry.Loader, out var known))
        {
            throw new UnknownLayoutException($"its predictor '{entry.Loader}' is not linear");
        }

        if (entry.Version != known.Version)
        {
            throw new UnknownLayoutException($"its predictor '{entry.Loader}' is of version {entry.Version:x}, known is {known.Version:x}");
        }

        var reader = entry.Open();
        EnsembleReader.CheckFloatSize(ref reader);
        var (features, units) = IsMulticlass(known.Scores) ? ClassWeights.Read(ref reader) : SingleWeights.Read(ref reader);
        return reader.AtEnd ? (known.Scores, features, units) : throw new UnknownLayoutException("more bytes follow its weights than expected");
    }

    /// <summary>The content with other weights.</summary>
    public static byte[] Write(SavedEntry entry, int featureCount, IReadOnlyList<LinearUnit> units)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(sizeof(float));
        if (IsMulticlass(Known[entry.Loader].Scores))
        {
            ClassWeights.Write(writer, featureCount, units);
        }
        else
        {
            SingleWeights.Write(writer, featureCount, units[0]);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static bool IsMulticlass(ClassScores scores) => scores is ClassScores.Raw or ClassScores.MaximumEntropy;
}
