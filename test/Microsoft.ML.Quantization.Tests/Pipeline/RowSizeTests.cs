using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Tests.Contract;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Sizes that no array holds: of rows, of batches.</summary>
[TestClass]
public sealed class RowSizeTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    [DataRow(int.MaxValue)]
    [DataRow(3000)]
    [DataRow(1500)]
    public void BatchOfAnySize_ScoresAsSmallOnesDo(int batchSize)
    {
        using var file = new ModelFile(Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 2500, 6);
        using var small = StandInQuantizer.Estimator(_context, file.Path, new QuantizationOptions { BatchSize = 100 }).Fit(data);
        using var large = StandInQuantizer.Estimator(_context, file.Path, new QuantizationOptions { BatchSize = batchSize }).Fit(data);
        CollectionAssert.AreEqual(ViewRows.Read(small.Transform(data), "Id", "y", "z"), ViewRows.Read(large.Transform(data), "Id", "y", "z"));
    }

    [TestMethod]
    public void ChosenBatch_IsOfAtLeastOneRow()
    {
        Assert.AreEqual(1, new BatchSizing(int.MaxValue, [], () => 1).Rows(long.MaxValue / 2));
        Assert.AreEqual(1, new BatchSizing(null, [], () => 1).Rows(long.MaxValue / 2));
        Assert.AreEqual(7, new BatchSizing(7, [], () => 1).Rows(1000));
    }

    [TestMethod]
    [DataRow(1 << 20, 1 << 20, DisplayName = "more than an array holds")]
    [DataRow(int.MaxValue, int.MaxValue, DisplayName = "near the largest number")]
    public void RowThatNoArrayHolds_IsRefused(int height, int width)
    {
        using var file = new ModelFile(Unary("Relu", DataType.Float, "N", 4, height, width));
        var columns = SchemaDefinition.Create(typeof(PipelineData.TableRow));
        columns["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single);
        var data = _context.Data.LoadFromEnumerable(new[] { new PipelineData.TableRow { X = [1] } }, columns);
        ErrorAssert.Throws<NotSupportedException>(() => StandInQuantizer.Estimator(_context, file.Path).Fit(data), "'x'", "no column holds more");
    }

    [TestMethod]
    public void Products_AreNeverWrong()
    {
        Assert.AreEqual(1, ElementCount.Multiply([]));
        Assert.AreEqual(24, ElementCount.Multiply([2, 3, 4]));
        Assert.AreEqual(0, ElementCount.Multiply([long.MaxValue, 0, long.MaxValue]));
        Assert.AreEqual(long.MaxValue, ElementCount.Multiply([1L << 32, 1L << 32]));
        Assert.AreEqual(long.MaxValue, ElementCount.Multiply([long.MaxValue, long.MaxValue, long.MaxValue]));
    }
}
