using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>ONNX models inside of trained models: wherever they stand, they give INT8 values in the same columns.</summary>
[TestClass]
public sealed class OnnxStagesTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(ChainModels.Features());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void AtLevelExact_TheStageStays_UnlessItIsAskedFor()
    {
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Fit(Rows());
        Assert.AreSame(model, _context.Quantization().Quantize(model, Rows(), out var report));
        StringAssert.Contains(report.Stages[0].ToString(), "Onnx: as it was, an ONNX model gives other bits in INT8: it is quantized at Level = Compact, or where OnnxStages is set");
        using var quantized = (QuantizedOnnxTransformer)_context.Quantization().Quantize(model, Rows(), out report, new TrainedModelOptions { OnnxStages = new QuantizationOptions { MaxCalibrationRows = 20 } });
        Assert.AreEqual(20, quantized.Calibration!.Rows);
        StringAssert.Matches(report.Stages[0].ToString(), new(@"^Onnx: quantized, \d+ of \d+ nodes in INT8, 1\.\d+ MB to \d{3}\.\d KB, \d\d\.\d dB"));
    }

    [TestMethod]
    [DataRow("first")]
    [DataRow("last")]
    [DataRow("alone")]
    [DataRow("nested")]
    [DataRow("two")]
    [DataRow("batch of one")]
    public void WhereverItStands_ItGivesTheColumnsOfTheStage(string place)
    {
        using var single = new ModelFile(ChainModels.Features(batch: 1));
        using var second = new ModelFile(ChainModels.Features("features", "again", inputs: ChainModels.Outputs, seed: 5));
        var onnx = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path);
        var copy = _context.Transforms.CopyColumns("copy", "features");
        IEstimator<ITransformer> pipeline = place switch
        {
            "first" => onnx.Append(copy),
            "last" => _context.Transforms.NormalizeMinMax("x").Append(onnx),
            "nested" => _context.Transforms.NormalizeMinMax("x").Append(_context.Transforms.CopyColumns("raw", "x").Append(onnx.Append(copy))).Append(_context.Transforms.NormalizeMeanVariance("copy")),
            "two" => onnx.Append(_context.Transforms.ApplyOnnxModel("again", "features", second.Path)),
            "batch of one" => _context.Transforms.ApplyOnnxModel("features", "x", single.Path),
            _ => onnx,
        };
        var model = pipeline.Fit(Rows());
        using var disposable = (IDisposable)model;
        OnnxChain.Check(_context, model, Rows(), place == "two" ? 2 : 1, place switch { "nested" => ["features", "copy"], "two" => ["features", "again"], _ => ["features"] });
    }

    [TestMethod]
    public void AColumn_ThatHidesAnother_StandsWhereMLNetPutsIt()
    {
        using var file = new ModelFile(ChainModels.Features("x", "x.output"));
        var pipeline = _context.Transforms.CopyColumns("before", "x").Append(_context.Transforms.ApplyOnnxModel(["x.output"], ["x"], file.Path)).Append(_context.Transforms.CopyColumns("after", "x"));
        using var model = pipeline.Fit(Rows());
        Assert.AreEqual(2, model.GetOutputSchema(Rows().Schema).Count(column => column.Name == "x"));
        OnnxChain.Check(_context, model, Rows(), 1, "x", "after");
        var quantized = _context.Quantization().Quantize(model, Rows(), OnnxChain.Compact);
        using var disposable = (IDisposable)quantized;
        CollectionAssert.AreEqual(ViewRows.Read(quantized.Transform(Rows()), "Id", "before", "x", "Amount"), ViewRows.ReadMapped(quantized, Rows(), "Id", "before", "x", "Amount"));
    }

    [TestMethod]
    public void RowsOfAnyLength_StayVectorsOfAnySize()
    {
        using var file = new ModelFile(ChainModels.Positions());
        var rows = ChainData.Sequences(_context, 60);
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", file.Path).Append(_context.Transforms.CopyColumns("copy", "features")).Fit(rows);
        Assert.AreEqual(0, ((VectorDataViewType)model.GetOutputSchema(rows.Schema)["features"].Type).Size);
        OnnxChain.Check(_context, model, rows, 1, "features", "copy");
    }

    [TestMethod]
    public void Sizes_ThatTheUserGave_AreKept()
    {
        using var file = new ModelFile(ChainModels.Images());
        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 8, 24, 20], ["features"] = [1, 64, 24, 20] };
        foreach (int[] dimensions in new int[][] { [3840], [8, 24, 20] })
        {
            var rows = ChainData.Rows(_context, 20, 1, dimensions);
            using var model = _context.Transforms.ApplyOnnxModel("features", "x", file.Path, shapes).Fit(rows);
            OnnxChain.Check(_context, model, rows, 1, "features");
        }
    }

    [TestMethod]
    public void AModel_WhoseFileIsGone_IsReadBackFromTheStage()
    {
        foreach (bool replaced in new[] { false, true })
        {
            using var file = new ModelFile(ChainModels.Features());
            using var model = _context.Transforms.ApplyOnnxModel("features", "x", file.Path).Fit(Rows());
            File.Delete(file.Path);
            if (replaced)
            {
                File.Copy(_file.Path, file.Path);
                File.AppendAllText(file.Path, "another");
            }

            OnnxChain.Check(_context, model, Rows(), 1, "features");
        }
    }

    [TestMethod]
    public void AModel_ThatWasLoaded_IsQuantized_AndLeavesNoFile()
    {
        using var fitted = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Append(_context.Transforms.CopyColumns("copy", "features")).Fit(Rows());
        using var stream = new MemoryStream();
        _context.Model.Save(fitted, Rows().Schema, stream);
        string folder = Directory.CreateTempSubdirectory("chain-").FullName;
        var context = new MLContext(1) { TempFilePath = folder };
        var loaded = context.Model.Load(stream, out _);
        OnnxChain.Check(context, loaded, Rows(), 1, "features");
        (loaded as IDisposable)?.Dispose();
        CollectionAssert.AreEqual(Array.Empty<string>(), Directory.GetFileSystemEntries(folder, "mlq-*"));
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public void BothModels_MayBeDisposedOf_AndTheQuantizedOneOutlivesTheStageItReplaced()
    {
        var model = _context.Transforms.NormalizeMinMax("x").Append(_context.Transforms.ApplyOnnxModel("features", "x", _file.Path)).Fit(Rows());
        var quantized = _context.Quantization().Quantize(model, Rows(), OnnxChain.Compact);
        string[] rows = ViewRows.Read(quantized.Transform(Rows()), "features");
        model.Dispose();
        CollectionAssert.AreEqual(rows, ViewRows.Read(quantized.Transform(Rows()), "features"));
        (quantized as IDisposable)!.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => OnnxChain.Stages(quantized).OfType<QuantizedOnnxTransformer>().Single().Transform(Rows()));
        model.Dispose();
    }

    [TestMethod]
    public void WhatMLNetKeepsToItself_IsStillThere()
    {
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path, new Dictionary<string, int[]> { ["x"] = [3, ChainModels.Inputs] }).Fit(ChainData.Rows(_context, 1, 1, 3, ChainModels.Inputs));
        Assert.AreEqual(_file.Path, Quantization.Pipeline.StockParts.FileOf(model));
        CollectionAssert.AreEqual(new[] { 3, ChainModels.Inputs }, Quantization.Pipeline.StockParts.InputShapes(model)["x"]);
    }

    private IDataView Rows() => ChainData.Rows(_context);
}
