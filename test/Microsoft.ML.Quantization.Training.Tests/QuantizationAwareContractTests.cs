using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Training.Tests.Learning;

namespace Microsoft.ML.Quantization.Training.Tests;

[TestClass]
public sealed class QuantizationAwareContractTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly IDataView _data;
    private readonly string _modelFile;

    public QuantizationAwareContractTests()
    {
        _modelFile = DenseData.Save(DenseData.Regression(1), _folder);
        _data = _context.Data.LoadFromEnumerable(DenseData.Rows(60, 1));
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void WithALabel_KeepsTheContract() => EstimatorContract.CheckTraining(
        _context,
        _context.Transforms.QuantizeAware(_modelFile, nameof(DenseData.Row.Quantity), Options()),
        _data,
        ["x"],
        nameof(DenseData.Row.Quantity),
        ["scores"],
        Without("x"),
        _context.Transforms.Conversion.ConvertType("x", outputKind: Data.DataKind.Double).Fit(_data).Transform(_data));

    [TestMethod]
    public void WithoutALabel_KeepsTheContract() => EstimatorContract.CheckTraining(
        _context, _context.Transforms.QuantizeAware(_modelFile, options: Options()), _data, ["x"], null, ["scores"], Without("x"));

    [TestMethod]
    public void MappedColumns_KeepTheContract()
    {
        var data = _context.Transforms.CopyColumns("Features", "x").Fit(_data).Transform(_data);
        var estimator = _context.Transforms.QuantizeAware(["Score"], ["Features"], _modelFile, nameof(DenseData.Row.Quantity), Options());
        EstimatorContract.CheckTraining(_context, estimator, data, ["Features"], nameof(DenseData.Row.Quantity), ["Score"]);
    }

    [TestMethod]
    public void ALabelThatDoesNotFit_IsRefusedByShapeAndByFit()
    {
        var estimator = _context.Transforms.QuantizeAware(_modelFile, nameof(DenseData.Row.Quantity), Options());
        var text = _context.Transforms.Conversion.ConvertType(nameof(DenseData.Row.Quantity), outputKind: Data.DataKind.String).Fit(_data).Transform(_data);
        foreach (var data in new[] { text, Without(nameof(DenseData.Row.Quantity)) })
        {
            var byShape = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(Quantization.Pipeline.SchemaShapes.Create(data.Schema)));
            var byFit = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data));
            StringAssert.Contains(byShape.Message, $"'{nameof(DenseData.Row.Quantity)}'");
            StringAssert.Contains(byFit.Message, $"'{nameof(DenseData.Row.Quantity)}'");
        }
    }

    private IDataView Without(string column) => _context.Transforms.DropColumns(column).Fit(_data).Transform(_data);

    private static QuantizationAwareTrainingOptions Options() => new() { Quantization = TinyTraining.PerTensor, Epochs = 1, Threads = 1 };
}
