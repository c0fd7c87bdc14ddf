using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Fit with a calibration table.</summary>
[TestClass]
public sealed class CalibrationTableOptionTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(30)]
    public void Fit_WithATable_ScoresAsTheCalibratedModelWhateverTheRows(int rows)
    {
        using var file = new ModelFile(Dense(64, 8, "N"));
        var data = PipelineData.Table(_context, 50, 64);
        using var calibrated = Quantize(file, null).Fit(data);
        using var reused = Quantize(file, calibrated.Calibration).Fit(First(data, rows));
        CollectionAssert.AreEqual(ViewRows.Read(calibrated.Transform(data), "y", "z"), ViewRows.Read(reused.Transform(data), "y", "z"));
        Assert.AreEqual(rows, reused.Report!.EvaluatedRows);
        EstimatorContract.Check(_context, Quantize(file, calibrated.Calibration), data, ["x"], ["y", "z"]);
    }

    [TestMethod]
    public void ModelThatMixesRows_IsScoredRowByRow_ThoughThereAreNoRowsToTryItWith()
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 3)], [Value("y", DataType.Float, "N", 3)],
            ModelBuilder.MakeNode("ReduceMax", "x", "m", ("axes", new[] { 0 })), ModelBuilder.MakeNode("Sub", "x m", "y"));
        using var file = new ModelFile(model);
        var data = _context.Transforms.CopyColumns("x", "Vector").Fit(PipelineData.Types(_context, 20)).Transform(PipelineData.Types(_context, 20));
        using var calibrated = Quantize(file, null).Fit(data);
        using var reused = Quantize(file, calibrated.Calibration).Fit(First(data, 0));
        CollectionAssert.AreEqual(ViewRows.Read(calibrated.Transform(data), "y"), ViewRows.Read(reused.Transform(data), "y"));
    }

    private IDataView First(IDataView data, int rows) => rows > 0 ? _context.Data.TakeRows(data, rows) : _context.Data.SkipRows(data, 1000);

    private OnnxQuantizationEstimator Quantize(ModelFile file, CalibrationTable? table) =>
        _context.Transforms.Quantize(file.Path, new QuantizationOptions { OnlyWhereFaster = false, CalibrationTable = table });
}
