using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A row that ONNX Runtime refuses, such as one with an id beyond the vocabulary, is named with its column and the model.</summary>
[TestClass]
public sealed class RowErrorTests : IDisposable
{
    private const int Words = 10;
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(Embedding());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void Fit_NamesTheRow() => Named(() => _context.Transforms.Quantize(_file.Path, QuantizerRun.Everything).Fit(Data(40, 17)), 17);

    [TestMethod]
    [DataRow(null)]
    [DataRow(7)]
    [DataRow(1)]
    public void Transform_NamesTheRow(int? batchSize)
    {
        using var model = Fitted(batchSize);
        Named(() => ViewRows.Read(model.Transform(Data(40, 23)), "y"), 23);
        Named(() => ViewRows.ReadMapped(model, Data(40, 23), "y"), 23);
        Assert.HasCount(40, ViewRows.Read(model.Transform(Data(40, -1)), "y"));
    }

    [TestMethod]
    public void Evaluate_NamesTheRow()
    {
        using var model = Fitted(null);
        Named(() => _context.Quantization().Evaluate(Data(40, 5), model), 5);
    }

    [TestMethod]
    public void Compare_NamesTheRow() => Named(() => _context.Quantization().Compare(Data(40, -1), Data(40, 31), _file.Path), 31);

    [TestMethod]
    public void RowRefusedOnlyBesideOthers_IsNamedWithThem()
    {
        var error = RunErrors.Create(Dense(6, 4, "N") is var proto ? new OnnxModel(proto, "m.onnx") : null!, [("x", "Features")], "rows 3 to 5 together", Refusal());
        ErrorAssert.Names(error.Message, "'m.onnx'", "rows 3 to 5 together", "column 'Features'");
        Assert.IsLessThan(4000, error.Message.Length);
    }

    private static OnnxRuntime.OnnxRuntimeException Refusal() => Assert.ThrowsExactly<OnnxRuntime.OnnxRuntimeException>(() => new OnnxRuntime.InferenceSession(new byte[] { 1, 2, 3 }));

    private void Named(Action action, int row)
    {
        var error = ErrorAssert.Throws<InvalidOperationException>(action, _file.Path, $"row {row} ", "(column 'ids')", "out of data bounds");
        Assert.IsInstanceOfType<OnnxRuntime.OnnxRuntimeException>(error.InnerException);
    }

    private QuantizedOnnxTransformer Fitted(int? batchSize) =>
        _context.Transforms.Quantize(_file.Path, new QuantizationOptions { OnlyWhereFaster = false, BatchSize = batchSize }).Fit(Data(40, -1));

    /// <summary>A table that ids pick from, then a dense layer over its rows and other numbers.</summary>
    private static ModelProto Embedding()
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 4), Value("ids", DataType.Int64, "N", 1)],
            [Value("y", DataType.Float, "N", 3)],
            ModelBuilder.MakeNode("Gather", "table ids", "rows"),
            ModelBuilder.MakeNode("Flatten", "rows", "flat"),
            ModelBuilder.MakeNode("Concat", "flat x", "all", ("axis", 1)),
            ModelBuilder.MakeNode("Gemm", "all w", "y"));
        model.Graph.Node[0].Name = "pick";
        model.Graph.Initializer.Add(TensorData.Create<float>("table", QuantizerRun.Uniform(new Random(1), Words * 4), [Words, 4]));
        model.Graph.Initializer.Add(TensorData.Create<float>("w", QuantizerRun.Uniform(new Random(2), 8 * 3), [8, 3]));
        return model;
    }

    private IDataView Data(int rows, int bad)
    {
        var random = new Random(9);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new IdRow { X = QuantizerRun.Uniform(random, 4), Ids = i == bad ? 5000 : i % Words }).ToArray());
    }

    private sealed class IdRow
    {
        [ColumnName("x"), VectorType(4)]
        public float[] X { get; set; } = [];

        [ColumnName("ids")]
        public long Ids { get; set; }
    }
}
