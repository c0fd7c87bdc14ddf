using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Weights that are kept on disk give the bytes that weights in memory give.</summary>
[TestClass]
public sealed class LargeModelQuantizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Run_GivesTheSameWeightsWhereverTheyAreKept()
    {
        string path = LargeModels.Write(_folder);
        var small = LargeModels.Quantize(path, OnnxModel.DefaultInlineLimit).Model;
        var inMemory = LargeModels.Quantize(path, LargeModels.OnlyFloatIsLarge).Model;
        using var onDisk = LargeModels.Quantize(path, LargeModels.BothAreLarge).Model;
        Assert.IsNull(inMemory.DataFolder);
        Assert.IsNotNull(onDisk.DataFolder);
        CollectionAssert.AreEqual(small.Graph.Initializer, inMemory.Graph.Initializer);
        CollectionAssert.AreEqual(small.Graph.Initializer, onDisk.Graph.Initializer.Select(onDisk.Inline).ToArray());
        Assert.AreEqual(inMemory.WeightBytes, onDisk.WeightBytes);
    }

    [TestMethod]
    [DataRow(LargeModels.OnlyFloatIsLarge)]
    [DataRow(LargeModels.BothAreLarge)]
    public void Run_ReturnsALargeModelWithoutQuantizableNodesAsItIs(long limit)
    {
        string path = LargeModels.Write(_folder);
        var options = new QuantizationOptions { ExcludedOperators = ["Gemm"] };
        using var model = PostTrainingQuantizer.Run(path, QuantizerRun.Rows(2, 1, LargeModels.Inputs), options, new QuantizerRun.Messages(), limit).Model;
        ModelRunner.AssertSame(OnnxModelReader.Load(path), model, tolerance: 0);
        File.Delete(path + ".data");
        ModelRunner.Run(model);
    }

    [TestMethod]
    public void Report_ReadsALargeFloatModelAgain()
    {
        string path = LargeModels.Write(_folder);
        var report = LargeModels.Quantize(path, LargeModels.OnlyFloatIsLarge).Report;
        File.Move(path, path + ".away");
        ErrorAssert.Throws<FileNotFoundException>(() => _ = report.Value, path, "no longer there");
        OnnxModelWriter.Save(new OnnxModel(PipelineModels.Dense(LargeModels.Inputs, 8, "N"), path), path);
        ErrorAssert.Throws<InvalidDataException>(() => _ = report.Value, path, "no longer the model that was quantized");
        File.Move(path + ".away", path, overwrite: true);
        Assert.AreEqual(20, report.Value.EvaluatedRows);
    }

    [TestMethod]
    public void Report_OfASmallFloatModel_NeedsNoFile()
    {
        string path = LargeModels.Write(_folder);
        var report = LargeModels.Quantize(path, OnnxModel.DefaultInlineLimit).Report;
        File.Delete(path);
        File.Delete(path + ".data");
        Assert.AreEqual(20, report.Value.EvaluatedRows);
    }
}
