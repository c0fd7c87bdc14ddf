using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Every kind of model and column through the contract.</summary>
[TestClass]
public sealed class ContractTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    [DataRow("N", null, DisplayName = "free batch, default size")]
    [DataRow("N", 7, DisplayName = "free batch of 7")]
    [DataRow("N", 1, DisplayName = "free batch, row by row")]
    [DataRow(1, null, DisplayName = "batch of 1")]
    public void Dense_KeepsTheContract(object batch, int? batchSize)
    {
        using var file = new ModelFile(Dense(6, 4, batch));
        var data = Table(50, 6);
        EstimatorContract.Check(
            _context,
            StandInQuantizer.Estimator(_context, file.Path, new QuantizationOptions { BatchSize = batchSize }),
            data,
            ["x"],
            ["y", "z"],
            _context.Transforms.DropColumns("x").Fit(data).Transform(data),
            _context.Transforms.Conversion.ConvertType("x", outputKind: Data.DataKind.Double).Fit(data).Transform(data),
            Table(5, 7));
    }

    [TestMethod]
    public void MappedColumns_KeepTheContract()
    {
        using var file = new ModelFile(Dense(6, 4, "N"));
        var data = _context.Transforms.CopyColumns("Features", "x").Append(_context.Transforms.CopyColumns("w", "Id")).Fit(Table(50, 6)).Transform(Table(50, 6));
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["Score"], ["Features"], file.Path), data, ["Features"], ["Score"]);
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["g", "x_1"], ["x"], file.Path), data, ["x"], ["g", "x_1"]);
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["z"], ["Features"], file.Path), data, ["Features"], ["z"]);
    }

    [TestMethod]
    [DataRow(DataType.Float, "Vector")]
    [DataRow(DataType.Double, "Double")]
    [DataRow(DataType.Int32, "Int32")]
    [DataRow(DataType.Int64, "Int64")]
    [DataRow(DataType.Uint8, "Byte")]
    [DataRow(DataType.Bool, "Boolean")]
    public void ElementTypes_KeepTheContract(object type, string column)
    {
        using var file = new ModelFile(Unary("Identity", (DataType)type, "N", 3));
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["y"], [column], file.Path), Types(40), [column], ["y"]);
    }

    [TestMethod]
    [DataRow("N", DisplayName = "scalar into [N]")]
    [DataRow("N 1", DisplayName = "scalar into [N, 1]")]
    [DataRow("N 1 1", DisplayName = "scalar into [N, 1, 1]")]
    [DataRow("", DisplayName = "scalar into []")]
    public void Scalars_KeepTheContract(string dimensions)
    {
        object[] shape = [.. dimensions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(size => int.TryParse(size, out int number) ? (object)number : size)];
        using var file = new ModelFile(Unary("Relu", DataType.Float, shape));
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["y"], ["Scalar"], file.Path), Types(40), ["Scalar"], ["y"]);
    }

    [TestMethod]
    public void SeveralInputs_KeepTheContract()
    {
        var model = PipelineModels.Model(
            [Value("a", DataType.Int64, "N", 3), Value("b", DataType.Bool, "N", 3), Value("c", DataType.Float, "N", 1)],
            [Value("p", DataType.Float, "N", 3), Value("q", DataType.Int64, "N", 3)],
            ModelBuilder.MakeNode("Cast", "a", "af", ("to", 1)),
            ModelBuilder.MakeNode("Where", "b af c", "p"),
            ModelBuilder.MakeNode("Identity", "a", "q"));
        using var file = new ModelFile(model);
        EstimatorContract.Check(
            _context, StandInQuantizer.Estimator(_context, ["p", "q"], ["Int64", "Boolean", "Scalar"], file.Path), Types(40), ["Int64", "Boolean", "Scalar"], ["p", "q"]);
    }

    [TestMethod]
    public void RowsOfAnyLength_KeepTheContract()
    {
        var model = PipelineModels.Model(
            [Value("ids", DataType.Int64, "N", "S"), Value("mask", DataType.Int64, "N", "S")],
            [Value("each", DataType.Int64, "N", "S"), Value("sum", DataType.Int64, "N", 1)],
            ModelBuilder.MakeNode("Mul", "ids mask", "each"),
            ModelBuilder.MakeNode("ReduceSum", "each axis", "sum"));
        model.Graph.Initializer.Add(Quantization.Onnx.TensorData.Create<long>("axis", [1], [1]));
        using var file = new ModelFile(model);
        EstimatorContract.Check(
            _context, StandInQuantizer.Estimator(_context, ["each", "sum"], ["Ids", "Mask"], file.Path), Sequences(60), ["Ids", "Mask"], ["each", "sum"]);
    }

    [TestMethod]
    public void FreeHeightAndWidth_KeepTheContract()
    {
        using var file = new ModelFile(PipelineModels.Model(
            [Value("x", DataType.Float, "N", 2, "H", "W")], [Value("y", DataType.Float, "N", 2, "H2", "W2")], ModelBuilder.MakeNode("AveragePool", "x", "y", ("kernel_shape", new[] { 2, 2 }))));
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["y"], ["Image"], file.Path), Types(40), ["Image"], ["y"]);
    }

    [TestMethod]
    public void QuantizedModel_KeepsTheContract()
    {
        using var file = new ModelFile(Dense(64, 8, "N"));
        EstimatorContract.Check(_context, _context.Transforms.Quantize(file.Path), Table(50, 64), ["x"], ["y", "z"]);
    }

    private IDataView Table(int rows, int size) => PipelineData.Table(_context, rows, size);

    private IDataView Types(int rows) => PipelineData.Types(_context, rows);

    private IDataView Sequences(int rows) => PipelineData.Sequences(_context, rows);
}
