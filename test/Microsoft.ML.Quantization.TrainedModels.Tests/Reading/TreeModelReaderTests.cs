using System.IO.Compression;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Reading;

[TestClass]
public class TreeModelReaderTests
{
    private static readonly MLContext Context = new(1);
    private static readonly IDataView Table = Data.Table.Featurize(Context, Data.Table.Rows(1000, seed: 5));

    public static IEnumerable<object[]> Others =>
    [
        ["Sdca", Context.Regression.Trainers.Sdca(maximumNumberOfIterations: 2), "not a predictor made of trees"],
        ["Gam", Context.Regression.Trainers.Gam(numberOfIterations: 2), "not a tree ensemble"],
        ["One-versus-all linear", Context.MulticlassClassification.Trainers.OneVersusAll(Context.BinaryClassification.Trainers.SdcaLogisticRegression("Class", maximumNumberOfIterations: 2), "Class"), "not a tree ensemble"],
        ["Pairs", Context.MulticlassClassification.Trainers.PairwiseCoupling(Context.BinaryClassification.Trainers.FastTree("Class", numberOfTrees: 2), "Class"), "not a predictor made of trees"],
        ["Normalizer", Context.Transforms.NormalizeMinMax("Features"), "not a predictor made of trees"],
    ];

    [TestMethod]
    [DynamicData(nameof(Others))]
    public void TryRead_OfAnotherStage_SaysWhy(string name, IEstimator<ITransformer> estimator, string reason)
    {
        Assert.IsFalse(TreeModelReader.TryRead(Context, estimator.Fit(Table), out var trees, out string? said), name);
        Assert.IsNull(trees);
        StringAssert.Contains(said, reason);
    }

    [TestMethod]
    public void TryRead_OfALoadedStage_ReadsTheSameTrees()
    {
        var stage = TreeTrainers.All["LightGbm binary"](Context).Fit(Table);
        var file = new MemoryStream();
        Context.Model.Save(stage, Table.Schema, file);
        Assert.IsTrue(TreeModelReader.TryRead(Context, stage, out var before, out _));
        Assert.IsTrue(TreeModelReader.TryRead(Context, Context.Model.Load(file, out _) is IEnumerable<ITransformer> chain ? chain.Last() : stage, out var after, out string? reason), reason);
        CollectionAssert.AreEqual(before.Model.Ensembles[0].Trees.SelectMany(tree => tree.Leaves).ToList(), after.Model.Ensembles[0].Trees.SelectMany(tree => tree.Leaves).ToList());
    }

    [TestMethod]
    public void Read_OfAnotherVersion_SaysBoth()
    {
        byte[] entry = SavedTrees();
        entry[0x48]++;
        var thrown = Assert.ThrowsExactly<UnknownLayoutException>(() => EnsembleReader.Read(new SavedEntry("entry", entry)));
        StringAssert.Contains(thrown.Message, "10006");
        StringAssert.Contains(thrown.Message, "10005");
    }

    /// <summary>Whatever is wrong with the bytes, it is one kind of exception, and no memory is asked for that the bytes do not back.</summary>
    [TestMethod]
    public void Read_OfDamagedBytes_IsRefusedOrIsATree()
    {
        byte[] whole = SavedTrees();
        var random = new Random(6);
        int refused = 0;
        for (int turn = 0; turn < 4000; turn++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            damaged = turn % 3 == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
            refused += IsRefused(damaged) ? 1 : 0;
        }

        Assert.IsGreaterThan(1500, refused);
        Assert.IsFalse(IsRefused(whole));
    }

    [TestMethod]
    public void Read_OfATreeWhoseChildIsItsRoot_IsRefused()
    {
        byte[] entry = SavedTrees();
        int start = 256 + (3 * sizeof(int)) + 1 + (2 * sizeof(double));
        Assert.AreEqual(4, BitConverter.ToInt32(entry, start), "nodes of the first tree");
        BitConverter.TryWriteBytes(entry.AsSpan(start + sizeof(int) + (4 * sizeof(int)) + sizeof(int)), 1);
        BitConverter.TryWriteBytes(entry.AsSpan(start + sizeof(int)), 1);
        Assert.IsTrue(IsRefused(entry));
    }

    private static bool IsRefused(byte[] entry)
    {
        try
        {
            EnsembleReader.Read(new SavedEntry("entry", entry));
            return false;
        }
        catch (UnknownLayoutException)
        {
            return true;
        }
    }

    private static byte[] SavedTrees()
    {
        var file = new MemoryStream();
        Context.Model.Save(Context.Regression.Trainers.FastTree(numberOfTrees: 5, numberOfLeaves: 5).Fit(Table), null, file);
        using var archive = new ZipArchive(file);
        using var entry = archive.Entries.Single(item => item.FullName.EndsWith("Model/Model.key", StringComparison.Ordinal)).Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }
}
