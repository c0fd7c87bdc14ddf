using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Columns that do not go with the model: one clear error each, which names the column.</summary>
[TestClass]
public sealed class BadColumnTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void MissingColumn_IsNamed() =>
        Refused<ArgumentOutOfRangeException>(Unary("Relu", DataType.Float, "N", 3), "Absent", PipelineData.Types(_context, 5), "'Absent'", "not in the data");

    [TestMethod]
    public void ColumnOfAnotherType_IsNamedWithBothTypes() =>
        Refused<ArgumentOutOfRangeException>(Unary("Relu", DataType.Float, "N", 3), "Int64", PipelineData.Types(_context, 5), "'Int64'", "type Int64", "takes Single", "ConvertType");

    [TestMethod]
    public void VectorOfAnotherSize_IsNamedWithBothSizes() =>
        Refused<InvalidOperationException>(Unary("Relu", DataType.Float, "N", 4), "Vector", PipelineData.Types(_context, 5), "'Vector'", "3 values", "4");

    [TestMethod]
    public void VectorForAScalar_IsRefused() =>
        Refused<InvalidOperationException>(Unary("Relu", DataType.Float, "N", 1), "Vector", PipelineData.Types(_context, 5), "'Vector'", "3 values");

    [TestMethod]
    public void ScalarForAVector_IsRefused() =>
        Refused<InvalidOperationException>(Unary("Relu", DataType.Float, "N", 3), "Scalar", PipelineData.Types(_context, 5), "'Scalar'", "1 values", "3");

    [TestMethod]
    public void VectorOfUnknownSize_ForSeveralFreeDimensions_IsRefused() =>
        Refused<InvalidOperationException>(Unary("Relu", DataType.Int64, "N", "H", "W"), "Ids", PipelineData.Sequences(_context, 5), "'Ids'", "unknown size", "2 free dimensions");

    [TestMethod]
    public void SizeThatFitsInSeveralWays_AsksForDimensions()
    {
        var data = PipelineData.Table(_context, 5, 12);
        Refused<InvalidOperationException>(Unary("Relu", DataType.Float, "N", "H", "W"), "x", data, "'x'", "several ways", "VectorType(H, W)");
    }

    [TestMethod]
    public void ColoursLast_ForAModelWithColoursFirst_AreRefused()
    {
        var data = PipelineData.Table(_context, [], 8, 8, 3);
        Refused<InvalidOperationException>(Unary("Relu", DataType.Float, "N", 3, 8, 8), "x", data, "8x8x3", "interleavePixelColors");
    }

    [TestMethod]
    public void ColumnsThatDisagreeOnASharedDimension_AreBothNamed()
    {
        using var file = new ModelFile(PipelineModels.Model(
            [Value("a", DataType.Float, "N", "S"), Value("b", DataType.Int64, "N", "S")], [Value("y", DataType.Float, "N", "S")],
            ModelBuilder.MakeNode("Cast", "b", "bf", ("to", 1)), ModelBuilder.MakeNode("Add", "a bf", "y")));
        var data = _context.Transforms.Concatenate("Twice", "Int64", "Int64").Fit(PipelineData.Types(_context, 5)).Transform(PipelineData.Types(_context, 5));
        ErrorAssert.Throws<InvalidOperationException>(() => StandInQuantizer.Estimator(_context, ["y"], ["Vector", "Twice"], file.Path).Fit(data), "'Vector'", "'Twice'", "'S'", "3 and 6");
    }

    [TestMethod]
    public void RowsThatDisagreeOnASharedDimension_AreRefused()
    {
        using var file = new ModelFile(PipelineModels.Model(
            [Value("a", DataType.Int64, "N", "S"), Value("b", DataType.Int64, "N", "S")], [Value("y", DataType.Int64, "N", "S")], ModelBuilder.MakeNode("Add", "a b", "y")));
        var data = _context.Data.LoadFromEnumerable(new[] { new PipelineData.SequenceRow { Ids = [1, 2], Mask = [1, 1] }, new PipelineData.SequenceRow { Ids = [1, 2, 3], Mask = [1, 1] } });
        var estimator = StandInQuantizer.Estimator(_context, ["y"], ["Ids", "Mask"], file.Path, new QuantizationOptions { MaxCalibrationRows = 1 });
        using var transformer = estimator.Fit(data);
        ErrorAssert.Throws<InvalidOperationException>(() => Contract.ViewRows.Read(transformer.Transform(data), "y"), "'Ids'", "'Mask'", "3 and 2");
    }

    [TestMethod]
    public void EmptyRow_IsRefusedWithItsNumber()
    {
        var data = _context.Data.LoadFromEnumerable(new[] { new PipelineData.SequenceRow { Ids = [1] }, new PipelineData.SequenceRow() });
        Refused<InvalidOperationException>(Unary("Neg", DataType.Int64, "N", "S"), "Ids", data, "'Ids'", "row 1", "at least 1");
    }

    [TestMethod]
    public void NoRows_AreRefused() =>
        Refused<InvalidOperationException>(Unary("Relu", DataType.Float, "N", 3), "Vector", PipelineData.Types(_context, 0), "no rows", "'Vector'");

    [TestMethod]
    public void OtherColumnsAtTransform_AreRefused()
    {
        using var file = new ModelFile(Unary("Relu", DataType.Float, "N", "S"));
        using var transformer = StandInQuantizer.Estimator(_context, file.Path).Fit(PipelineData.Table(_context, 5, 6));
        ErrorAssert.Throws<InvalidOperationException>(() => transformer.Transform(PipelineData.Table(_context, 5, 7)), "'x'", "7", "fitted to", "6");
    }

    private void Refused<T>(Quantization.Onnx.ModelProto model, string column, IDataView data, params string[] parts)
        where T : Exception
    {
        using var file = new ModelFile(model);
        ErrorAssert.Throws<T>(() => StandInQuantizer.Estimator(_context, ["y"], [column], file.Path).Fit(data), parts);
    }
}
