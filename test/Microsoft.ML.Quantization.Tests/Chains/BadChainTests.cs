using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>Trained models with nothing to quantize, with stages of others, and saved ones that are damaged, or of a newer version of ML.NET.</summary>
[TestClass]
public sealed class BadChainTests : IDisposable
{
    /// <summary>Where a saved stage has the version that wrote it, and the one that is needed to read it.</summary>
    private const int Versions = 72;

    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(ChainModels.Features());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void NothingToQuantize_GivesTheModelItself()
    {
        var model = _context.Transforms.CopyColumns("y", "x").Append(_context.Transforms.NormalizeMinMax("y")).Fit(Rows());
        Assert.AreSame(model, _context.Quantization().Quantize(model, Rows(), out var report, OnnxChain.Compact));
        Assert.IsFalse(report.IsQuantized);
        Assert.AreEqual(2, report.Stages.Count);
        var empty = new TransformerChain<ITransformer>();
        Assert.AreSame(empty, _context.Quantization().Quantize(empty, Rows(), OnnxChain.Compact));
    }

    [TestMethod]
    public void AStage_OfATypeNeverSeen_PassesThrough_AndIsNamed()
    {
        using var onnx = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Fit(Rows());
        var model = new TransformerChain<ITransformer>(new NeverSeen(), onnx, new NeverSeen());
        var quantized = (TransformerChain<ITransformer>)_context.Quantization().Quantize(model, Rows(), out var report, OnnxChain.Compact);
        using var disposable = quantized;
        Assert.AreSame(model.First(), quantized.First());
        Assert.AreSame(model.LastTransformer, quantized.LastTransformer);
        CollectionAssert.AreEqual(new[] { "NeverSeen", "Onnx", "NeverSeen" }, report.Stages.Select(stage => stage.Name).ToArray());
        CollectionAssert.AreEqual(new[] { false, true, false }, report.Stages.Select(stage => stage.IsQuantized).ToArray());
        Assert.IsTrue(ChainData.Vectors(quantized.Transform(Rows()), "features").Length > 0);
    }

    [TestMethod]
    public void ADamagedFile_IsOneError_OrChangesNothing()
    {
        var (whole, expected) = Saved();
        var random = new Random(31);
        int refused = 0;
        for (int i = 0; i < 60; i++)
        {
            using var stream = new MemoryStream(Damage.Bytes(whole, random));
            try
            {
                var loaded = _context.Quantization().Load(stream, out _);
                CollectionAssert.AreEqual(expected, ViewRows.Read(loaded.Transform(Rows()), "Score"), $"{i}");
                (loaded as IDisposable)?.Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(30, refused);
    }

    [TestMethod]
    public void AFile_ThatGrowsBeyondMeasure_IsRefused()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("TransformerChain/Model.key", CompressionLevel.SmallestSize).Open();
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 150; i++)
            {
                entry.Write(zeros);
            }
        }

        stream.Position = 0;
        ErrorAssert.Throws<InvalidDataException>(() => _context.Quantization().Load(stream, out _), "bytes");
    }

    [TestMethod]
    public void AStage_OfANewerMLNet_IsRefused()
    {
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Fit(Rows());
        using var stream = new MemoryStream();
        _context.Model.Save(model, Rows().Schema, stream);
        using var newer = new MemoryStream(WithVersion(stream.ToArray(), 0x00990001));
        Assert.ThrowsExactly<InvalidDataException>(() => _context.Quantization().Load(newer, out _));
    }

    private (byte[] File, string[] Scores) Saved()
    {
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Append(_context.Regression.Trainers.OnlineGradientDescent("Amount", "features")).Fit(Rows());
        var quantized = _context.Quantization().Quantize(model, Rows(), OnnxChain.Compact);
        using var disposable = (IDisposable)quantized;
        using var stream = new MemoryStream();
        _context.Model.Save(quantized, Rows().Schema, stream);
        return (stream.ToArray(), ViewRows.Read(quantized.Transform(Rows()), "Score"));
    }

    /// <summary>A saved model whose stage of ONNX says that it is of another version.</summary>
    private static byte[] WithVersion(byte[] file, int version)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            string folder = archive.Entries.Single(entry => entry.Name == "OnnxModel").FullName[..^"OnnxModel".Length];
            using var content = archive.Entries.Single(entry => entry.FullName == folder + "Model.key").Open();
            content.Position = Versions;
            content.Write(BitConverter.GetBytes(version));
            content.Write(BitConverter.GetBytes(version));
        }

        return stream.ToArray();
    }

    private IDataView Rows() => ChainData.Rows(_context, 60);

    private sealed class NeverSeen : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
