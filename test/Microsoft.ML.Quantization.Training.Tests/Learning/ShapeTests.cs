using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Tests.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Inputs without a dimension for rows and outputs of every rank are learned from: what libtorch says of a shape would end the process.</summary>
[TestClass]
public sealed class ShapeTests : IDisposable
{
    private const int Count = 24;

    private readonly AnyTraining _training = new();

    public void Dispose() => _training.Dispose();

    [TestMethod]
    [DataRow(null)]
    [DataRow("Class")]
    [DataRow("Several")]
    public void AnInputWithoutABatch_LearnsRowByRow(string? label)
    {
        var log = new TrainingLog(_training.Context);
        float[][] scores = _training.Run(Layers(Form.Of(17, 16)), _training.Data(Count, 4, 16), label);
        Assert.HasCount(4, scores[0]);
        log.AssertHolds("learns row by row: input 'x' [16] has no dimension for rows");
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("Several")]
    public void AMatrixWithoutABatch_LearnsRowByRow(string? label)
    {
        var log = new TrainingLog(_training.Context);
        float[][] scores = _training.Run(Layers(Form.Of(17, 3, 16)), _training.Data(Count, 12, 3, 16), label);
        Assert.HasCount(12, scores[0]);
        log.AssertHolds("learns row by row");
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("Quantity")]
    [DataRow("Flag")]
    public void AnOutputOfOneValueARow_IsLearned(string? label)
    {
        var model = Form.Of(17, -1, 16).Made("w", 16, 8).Made("v", 8, 1).List("axes", 1L)
            .Node("Gemm", "x w", "a").Node("Relu", "a", "b").Node("Gemm", "b v", "c").Node("Squeeze", "c axes", "y");
        using var trained = _training.Context.Transforms.QuantizeAware(_training.Save(model), label, AnyTraining.Options).Fit(_training.Data(Count, 1, 16));
        Assert.IsNotNull(trained.Calibration);
    }

    [TestMethod]
    [DataRow(null, 1)]
    [DataRow("Quantity", 1)]
    [DataRow(null, -1)]
    public void AScalarOutput_IsLearned(string? label, int batch)
    {
        var log = new TrainingLog(_training.Context);
        var model = Layers(Form.Of(17, batch, 16), "scores").Node("ReduceMean", "scores", "y", ("keepdims", 0));
        using var trained = _training.Context.Transforms.QuantizeAware(_training.Save(model), label, AnyTraining.Options).Fit(_training.Data(Count, 1, 16));
        log.AssertHolds("learns row by row");
    }

    [TestMethod]
    public void SeveralLinesARow_LearnWithoutLabels()
    {
        float[][] scores = _training.Run(Layers(Form.Of(17, 1, 5, 16), "all").List("lines", 5, 4).Node("Reshape", "all lines", "y"), _training.Data(Count, 1, 5, 16));
        Assert.HasCount(20, scores[0]);
    }

    [TestMethod]
    public void ShapesOfOneRowBehindAFreeBatch_LearnRowByRow()
    {
        var log = new TrainingLog(_training.Context);
        _training.Run(
            Form.Of(17, -1, 16).Made("w", 16, 16).List("square", 4, 4).Made("v", 4, 3).List("line", 1, 12)
                .Node("Gemm", "x w", "a").Node("Reshape", "a square", "b").Node("MatMul", "b v", "c").Node("Reshape", "c line", "y"),
            _training.Data(Count, 1, 16));
        log.AssertHolds("learns row by row");
    }

    [TestMethod]
    [DataRow(1, 8)]
    [DataRow(2, 1)]
    [DataRow(3, 100)]
    public void FewRows_AreLearnedFrom(int rows, int batch)
    {
        float[][] scores = _training.Run(Layers(Form.Of(17, -1, 16)), _training.Data(rows, 1, 16), options: AnyTraining.Options with { BatchSize = batch });
        Assert.HasCount(rows, scores);
    }

    [TestMethod]
    public void NoRows_AreRefused()
    {
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => _training.Run(Layers(Form.Of(17, -1, 16)), _training.Data(0, 1, 16)));
        StringAssert.Contains(refused.Message, "no rows");
    }

    private static ModelBuilder Layers(ModelBuilder start, string output = "y") => start.Made("w", 16, 8).Made("v", 8, 4)
        .Node("MatMul", "x w", "h").Node("Relu", "h", "r").Node("MatMul", "r v", output);
}
