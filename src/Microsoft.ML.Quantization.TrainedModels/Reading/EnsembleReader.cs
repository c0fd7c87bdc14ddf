using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>Reads the trees of a saved predictor of FastTree, FastForest or LightGBM, in the versions that ML.NET 5 writes.</summary>
internal static class EnsembleReader
{
    private static readonly Dictionary<string, (uint Version, TreeAggregation Aggregation)> Known = new()
    {
        ["FastTreeBinaryExec"] = (0x10005, TreeAggregation.Sum),
        ["FastTreeRegressionExec"] = (0x10005, TreeAggregation.Sum),
        ["FastTreeRankerExec"] = (0x10005, TreeAggregation.Sum),
        ["FastTreeTweedieExec"] = (0x10003, TreeAggregation.Exponential),
        ["FastForestBinaryExec"] = (0x10006, TreeAggregation.Sum),
        [QuantileForest] = (0x10006, TreeAggregation.Mean),
        ["LightGBMBinaryExec"] = (0x10005, TreeAggregation.Sum),
        ["LightGBMRegressionExec"] = (0x10005, TreeAggregation.Sum),
        ["LightGBMRankerExec"] = (0x10005, TreeAggregation.Sum),
    };

    private const string QuantileForest = "FastForestRegressionExec";

    public static TreeEnsemble Read(SavedEntry entry)
    {
        if (!Known.TryGetValue(entry.Loader, out var known))
        {
            throw new UnknownLayoutException($"its predictor '{entry.Loader}' is not a tree ensemble");
        }

        if (entry.Version != known.Version)
        {
            throw new UnknownLayoutException($"its predictor '{entry.Loader}' is of version {entry.Version:x}, known is {known.Version:x}");
        }

        var reader = entry.Open();
        CheckFloatSize(ref reader);
        var trees = new Tree[reader.Count()];
        for (int i = 0; i < trees.Length; i++)
        {
            trees[i] = TreeReader.Read(ref reader, i);
        }

        reader.Skip<double>(1);
        reader.Skip<int>(2);
        int features = reader.Int();
        reader.Skip<byte>(entry.Loader == QuantileForest ? 1 + sizeof(int) : 0);
        return Checked(new TreeEnsemble(trees, features, known.Aggregation), reader.AtEnd);
    }

    public static void CheckFloatSize(ref EntryReader reader)
    {
        if (reader.Int() != sizeof(float))
        {
            throw new UnknownLayoutException("it is saved in numbers of another size than ML.NET 5 writes");
        }
    }

    private static TreeEnsemble Checked(TreeEnsemble ensemble, bool atEnd)
    {
        if (!atEnd)
        {
            throw new UnknownLayoutException("more bytes follow its trees than expected");
        }

        if (ensemble.Trees.Count == 0)
        {
            throw new UnknownLayoutException("it has no trees");
        }

        for (int i = 0; i < ensemble.Trees.Count; i++)
        {
            TreeCheck.Run(ensemble.Trees[i], i, ensemble.FeatureCount);
        }

        return ensemble;
    }
}
