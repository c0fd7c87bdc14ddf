using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Outputs whose size depends on the data are vectors of any length, one a row.</summary>
[TestClass]
public sealed class DataSizedOutputTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void PlacesOfValues_KeepTheContract()
    {
        using var file = new ModelFile(PipelineModels.Model(
            [Value("x", DataType.Float, "N", 3)],
            [Value("y", DataType.Float, "N", 3), Value("where", DataType.Int64, 2, "M")],
            ModelBuilder.MakeNode("Relu", "x", "y"),
            ModelBuilder.MakeNode("NonZero", "y", "where")));
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["y", "where"], ["Vector"], file.Path), PipelineData.Types(_context, 40), ["Vector"], ["y", "where"]);
    }

    /// <summary>Whatever the file says, the first dimension is no batch, and no rows are selected from some.</summary>
    [TestMethod]
    [DataRow("N")]
    [DataRow("M")]
    [DataRow(1)]
    public void SelectedRows_KeepTheContract(object claimed)
    {
        using var file = new ModelFile(Selecting(claimed));
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["kept"], ["Rows"], file.Path, new QuantizationOptions { BatchSize = 8 }), Data(40, 5), ["Rows"], ["kept"]);
    }

    [TestMethod]
    public void FreeCount_KeepsTheContract()
    {
        using var file = new ModelFile(TopOnes());
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["best", "at"], ["Vector"], file.Path), PipelineData.Types(_context, 40), ["Vector"], ["best", "at"]);
    }

    [TestMethod]
    public void OtherOutputsOfSuchAModel_AreScoredInBatches()
    {
        var messages = new LogMessages(_context);
        using var file = new ModelFile(TopOnes());
        var options = new QuantizationOptions { BatchSize = 8 };
        using var fixedSize = StandInQuantizer.Estimator(_context, ["r"], ["Vector"], file.Path, options).Fit(PipelineData.Types(_context, 20));
        Assert.IsTrue(fixedSize.Model.Batched);
        Assert.IsFalse(messages.Warnings.Any());
        using var sized = StandInQuantizer.Estimator(_context, ["best"], ["Vector"], file.Path, options).Fit(PipelineData.Types(_context, 20));
        Assert.IsFalse(sized.Model.Batched);
        messages.AssertHolds("row by row", "'best'", "depends on the data");
    }

    [TestMethod]
    public void QuantizedModel_IsReportedAndEvaluated()
    {
        using var file = new ModelFile(Selecting("M"));
        using var model = _context.Transforms.Quantize(["kept"], ["Rows"], file.Path, QuantizerRun.Everything).Fit(Data(60, 7));
        Assert.IsTrue(model.Report!.Nodes.Any(node => node is { OperatorType: "MatMul", IsQuantized: true }), $"{model.Report}");
        Assert.IsGreaterThan(20, model.Report.Sqnr);
        Assert.AreEqual(60, _context.Quantization().Evaluate(Data(60, 8), model).Rows);
        int[] lengths = [.. _context.Data.CreateEnumerable<Kept>(model.Transform(Data(60, 8)), false).Select(row => row.Values?.Length ?? 0)];
        Assert.IsTrue(lengths.Contains(0) && lengths.Distinct().Count() > 2 && lengths.All(length => length % 2 == 0), string.Join(' ', lengths));
        using var engine = _context.Model.CreatePredictionEngine<RowsRow, Kept>(model);
        CollectionAssert.AreEqual(lengths, _context.Data.CreateEnumerable<RowsRow>(Data(60, 8), false).Select(row => engine.Predict(row).Values?.Length ?? 0).ToArray());
    }

    [TestMethod]
    public void BoxesThatAreLeft_AreARowEach()
    {
        string model = Path.Combine(SharedAssets.Case("04_nms_output"), "model.onnx");
        float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(SharedAssets.Case("04_nms_output"), "in0.bin"))).ToArray();
        var data = _context.Data.LoadFromEnumerable(values.Chunk(3 * 8 * 8).Select(row => new ImageRow { X = row }).ToArray());
        using var transformer = _context.Transforms.Quantize(model, QuantizerRun.Everything).Fit(data);
        var view = transformer.Transform(data);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Int64), view.Schema["sel"].Type);
        int[] lengths = [.. ViewRows.Read(view, "sel").Select(row => row.Split(' ').Length)];
        Assert.IsTrue(lengths.Any(length => length > 3) && lengths.All(length => length % 3 == 0), string.Join(' ', lengths));
        SaveContract.Check(_context, transformer, data, ["sel"]);
        Assert.IsTrue(_context.Quantization().Evaluate(data, transformer).Rows == 48);
    }

    /// <summary>The rows of x, 4 of 3 values, whose sum is above zero, times a matrix.</summary>
    private static ModelProto Selecting(object claimed)
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 4, 3)],
            [Value("kept", DataType.Float, claimed, 2)],
            ModelBuilder.MakeNode("Reshape", "x flatShape", "flat"),
            ModelBuilder.MakeNode("ReduceSum", "flat axis", "sums", ("keepdims", 0)),
            ModelBuilder.MakeNode("Greater", "sums zero", "chosen"),
            ModelBuilder.MakeNode("Compress", "flat chosen", "some", ("axis", 0)),
            ModelBuilder.MakeNode("MatMul", "some w", "kept"));
        model.Graph.Initializer.Add(TensorData.Create<long>("flatShape", [-1, 3], [2]));
        model.Graph.Initializer.Add(TensorData.Create<long>("axis", [1], [1]));
        model.Graph.Initializer.Add(TensorData.Create<float>("zero", [0], []));
        model.Graph.Initializer.Add(TensorData.Create<float>("w", [1, -0.5f, 0.25f, 1, 0.75f, -1], [3, 2]));
        return model;
    }

    /// <summary>As many of the largest of x as it has values above zero, but one at least.</summary>
    private static ModelProto TopOnes()
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 3)],
            [Value("best", DataType.Float, "N", "K"), Value("at", DataType.Int64, "N", "K"), Value("r", DataType.Float, "N", 3)],
            ModelBuilder.MakeNode("Greater", "x zero", "above"),
            ModelBuilder.MakeNode("Cast", "above", "ones", ("to", (int)DataType.Int64)),
            ModelBuilder.MakeNode("ReduceSum", "ones", "count", ("keepdims", 0)),
            ModelBuilder.MakeNode("Max", "count one", "k0"),
            ModelBuilder.MakeNode("Reshape", "k0 shape", "k"),
            ModelBuilder.MakeNode("TopK", "x k", "best at", ("axis", 1)),
            ModelBuilder.MakeNode("Relu", "x", "r"));
        model.Graph.Initializer.Add(TensorData.Create<float>("zero", [0], []));
        model.Graph.Initializer.Add(TensorData.Create<long>("one", [1], []));
        model.Graph.Initializer.Add(TensorData.Create<long>("shape", [1], [1]));
        return model;
    }

    private IDataView Data(int rows, int seed)
    {
        var random = new Random(seed);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, rows)
            .Select(i => new RowsRow { Id = i, Rows = [.. PipelineData.Floats(random, 12).Select(value => i % 9 == 0 ? -Math.Abs(value) - 0.25f : value)] }).ToArray());
    }

    private sealed class RowsRow
    {
        public int Id { get; set; }

        [VectorType(4, 3)]
        public float[] Rows { get; set; } = [];
    }

    private sealed class ImageRow
    {
        [ColumnName("x"), VectorType(3, 8, 8)]
        public float[] X { get; set; } = [];

        public int Id { get; set; }
    }

    private sealed class Kept
    {
        [ColumnName("kept")]
        public float[]? Values { get; set; }
    }
}
