using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Shards of a view.</summary>
[TestClass]
public sealed class CalibrateShardTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(Dense(64, 8, "N"));

    public void Dispose() => _file.Dispose();

    [TestMethod]
    [DataRow(3, 50)]
    [DataRow(8, 5)]
    [DataRow(4, 320)]
    public void Fit_WithMergedShards_GivesTheModelOfAllRows(int count, int rows)
    {
        var data = PipelineData.Table(_context, rows, 64);
        var options = new QuantizationOptions { OnlyWhereFaster = false };
        using var expected = _context.Transforms.Quantize(_file.Path, options).Fit(data);
        var whole = CalibrationShard.Merge([.. Enumerable.Range(0, count).Select(index => _context.Quantization().CalibrateShard(data, _file.Path, index, count, options))]);
        using var actual = _context.Transforms.Quantize(_file.Path, options with { CalibrationShards = whole }).Fit(data);
        CollectionAssert.AreEqual(OnnxModelWriter.ToBytes(expected.Result!.Model), OnnxModelWriter.ToBytes(actual.Result!.Model));
        Assert.AreEqual(rows, actual.Calibration!.Rows);
        Assert.AreEqual(expected.Calibration!.DataHash, actual.Calibration.DataHash);
    }

    [TestMethod]
    public void RowsOfOtherShards_AreNotComputed()
    {
        int[] made = new int[40];
        var source = _context.Data.LoadFromEnumerable(Sized(40).Where(_ => true));
        Assert.IsNull(source.GetRowCount());
        var steps = _context.Transforms.CustomMapping<Sample, Made>((row, result) => { made[row.Id]++; result.Values = row.Values; }, null).Fit(source);
        var shard = _context.Quantization().CalibrateShard(source, _file.Path, 2, 8, new QuantizationOptions { OnlyWhereFaster = false }, ["made"], steps);
        Assert.AreEqual((5L, 40L), (shard.Rows, shard.TotalRows));
        CollectionAssert.AreEqual(Enumerable.Range(0, 40).Select(row => row % 8 == 2 ? 1 : 0).ToArray(), made);
    }

    [TestMethod]
    public void TheFirstRows_AreThoseOfAllShards()
    {
        var data = PipelineData.Table(_context, 50, 64);
        var options = new QuantizationOptions { OnlyWhereFaster = false, MaxCalibrationRows = 21 };
        var shards = Enumerable.Range(0, 4).Select(index => _context.Quantization().CalibrateShard(data, _file.Path, index, 4, options)).ToArray();
        CollectionAssert.AreEqual(new long[] { 6, 5, 5, 5 }, shards.Select(shard => shard.Rows).ToArray());
        using var expected = _context.Transforms.Quantize(_file.Path, options).Fit(data);
        using var actual = _context.Transforms.Quantize(_file.Path, options with { CalibrationShards = CalibrationShard.Merge(shards) }).Fit(data);
        CollectionAssert.AreEqual(OnnxModelWriter.ToBytes(expected.Result!.Model), OnnxModelWriter.ToBytes(actual.Result!.Model));
    }

    [TestMethod]
    public void WrongArguments_AreRefused()
    {
        var data = PipelineData.Table(_context, 5, 64);
        var catalog = _context.Quantization();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => catalog.CalibrateShard(data, _file.Path, 3, 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => catalog.CalibrateShard(data, _file.Path, -1, 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => catalog.CalibrateShard(data, _file.Path, 0, 0));
        Assert.ThrowsExactly<ArgumentException>(() => catalog.CalibrateShard(data, _file.Path, 0, 2, new QuantizationOptions { DynamicActivations = true }));
        Assert.ThrowsExactly<ArgumentException>(() => catalog.CalibrateShard(data, _file.Path, 0, 2, new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 1 } }));
        Assert.Contains("no rows", Assert.ThrowsExactly<InvalidOperationException>(() => catalog.CalibrateShard(_context.Data.SkipRows(data, 9), _file.Path, 0, 2)).Message);

        var whole = catalog.CalibrateShard(data, _file.Path, 0, 1);
        var both = new QuantizationOptions { CalibrationShards = whole, Budget = new QuantizationBudget { MaxLatencyRatio = 1 } };
        Assert.Contains("Budget", Assert.ThrowsExactly<ArgumentException>(() => _context.Transforms.Quantize(_file.Path, both)).Message);
    }

    private static IEnumerable<Sample> Sized(int rows) => Enumerable.Range(0, rows).Select(id => new Sample { Id = id, Values = PipelineData.Floats(new Random(id), 64) });

    private sealed class Sample
    {
        public int Id { get; set; }

        [VectorType(64)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Made
    {
        [ColumnName("made")]
        [VectorType(64)]
        public float[] Values { get; set; } = [];
    }
}
