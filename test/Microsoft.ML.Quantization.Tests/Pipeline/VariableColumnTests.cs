using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A column of vectors whose size its type does not tell feeds an input of fixed size.</summary>
[TestClass]
public sealed class VariableColumnTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void VectorsOfUntoldSize_KeepTheContract()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, file.Path), Untold([.. Enumerable.Repeat(6, 40)]), ["x"], ["y", "z"]);
    }

    [TestMethod]
    public void StepFittedToAToldSize_TakesAnUntoldOne()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        using var model = StandInQuantizer.Estimator(_context, file.Path).Fit(PipelineData.Table(_context, 30, 6));
        Assert.HasCount(5, ViewRows.Read(model.Transform(Untold(6, 6, 6, 6, 6)), "y"));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(1)]
    public void RowOfAnotherLength_IsNamed(int? batchSize)
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var options = new QuantizationOptions { BatchSize = batchSize };
        using var model = StandInQuantizer.Estimator(_context, file.Path, options).Fit(Untold(6, 6));
        string[] parts = ["'x'", "7 values", "row 2", "6"];
        ErrorAssert.Throws<InvalidOperationException>(() => ViewRows.Read(model.Transform(Untold(6, 6, 7)), "y"), parts);
        ErrorAssert.Throws<InvalidOperationException>(() => ViewRows.ReadMapped(model, Untold(6, 6, 7), "y"), parts);
        ErrorAssert.Throws<InvalidOperationException>(() => StandInQuantizer.Estimator(_context, file.Path, options).Fit(Untold(6, 6, 7)), parts);
    }

    private IDataView Untold(params int[] lengths)
    {
        var random = new Random(3);
        var columns = SchemaDefinition.Create(typeof(PipelineData.TableRow));
        columns["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single);
        return _context.Data.LoadFromEnumerable(lengths.Select((length, i) => new PipelineData.TableRow { Id = i, X = PipelineData.Floats(random, length) }).ToArray(), columns);
    }
}
