using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Models whose first dimension is free but which do not treat stacked rows one by one.</summary>
[TestClass]
public sealed class BatchTrialTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void ModelThatMixesRows_IsScoredRowByRow()
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 3)], [Value("y", DataType.Float, "N", 3)],
            ModelBuilder.MakeNode("ReduceMax", "x", "m", ("axes", new[] { 0 })), ModelBuilder.MakeNode("Sub", "x m", "y"));
        string row = Check(model, "depends on the rows beside it");
        StringAssert.Contains(row, "[0/0 0/0 0/0]", "A row alone is its own maximum.");
    }

    [TestMethod]
    public void ModelWithTheBatchBakedIn_IsScoredRowByRow()
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 3)], [Value("y", DataType.Float, "M", 3)], ModelBuilder.MakeNode("Reshape", "x s", "y"));
        model.Graph.Initializer.Add(Quantization.Onnx.TensorData.Create<long>("s", [1, 3], [2]));
        Check(model, "refuses two rows");
    }

    [TestMethod]
    public void ModelThatFoldsTheBatchIntoAnotherDimension_IsScoredRowByRow()
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 3)], [Value("y", DataType.Float, 1, "K")], ModelBuilder.MakeNode("Reshape", "x s", "y"));
        model.Graph.Initializer.Add(Quantization.Onnx.TensorData.Create<long>("s", [1, -1], [2]));
        Check(model, "shape [1, 6] for two rows");
    }

    private string Check(Quantization.Onnx.ModelProto model, string warning)
    {
        var messages = new LogMessages(_context);
        using var file = new ModelFile(model);
        var data = PipelineData.Types(_context, 20);
        using var transformer = StandInQuantizer.Estimator(_context, ["y"], ["Vector"], file.Path, new QuantizationOptions { BatchSize = 8 }).Fit(data);
        messages.AssertHolds(warning);
        string[] rows = ViewRows.Read(transformer.Transform(data), "Id", "y");
        CollectionAssert.AreEqual(rows, ViewRows.ReadMapped(transformer, data, "Id", "y"));
        return rows[0];
    }
}
