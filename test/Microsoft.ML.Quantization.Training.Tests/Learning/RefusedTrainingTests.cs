using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using Microsoft.ML.Quantization.Training.Tests.Handlers;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>What cannot be trained is refused with a reason, before libtorch says so in its own way.</summary>
[TestClass]
public sealed class RefusedTrainingTests : IDisposable
{
    private readonly AnyTraining _training = new();

    public void Dispose() => _training.Dispose();

    [TestMethod]
    public void AModelOfClassNumbersAlone_IsRefused() => Refuses<NotSupportedException>(
        new ModelBuilder(17).Input("x", -1, 16).Output("y", TensorProto.Types.DataType.Int64).Made("w", 16, 4).Node("Gemm", "x w", "scores").Node("ArgMax", "scores", "y", ("axis", 1)),
        null,
        "holds real numbers",
        "'y'");

    [TestMethod]
    public void ClassNumbersBeforeTheScores_AreLeftAside()
    {
        var model = new ModelBuilder(17).Input("x", -1, 16).Output("class", TensorProto.Types.DataType.Int64).Output("scores")
            .Made("w", 16, 4).Node("Gemm", "x w", "scores").Node("ArgMax", "scores", "class", ("axis", 1));
        float[][] scores = _training.Run(model, _training.Data(24, 1, 16), "Class", output: "scores");
        Assert.HasCount(4, scores[0]);
    }

    [TestMethod]
    public void AnOutputThatNoWeightLeadsTo_IsRefused() => Refuses<InvalidOperationException>(
        new ModelBuilder(17).Input("x", -1, 16).Output("y").Output("scores").Made("w", 16, 4).Node("Relu", "x", "y").Node("Gemm", "x w", "scores"), null, "No weight", "'y'");

    [TestMethod]
    public void LabelsOfDifferingLength_AreRefused()
    {
        var rows = AnyTraining.Rows(24, 4, 16);
        rows[20].Several = [1];
        Refuses<InvalidOperationException>(Scores("y"), _training.View(rows, 0, 16), "Several", AnyTraining.Options, "'Several'", "1 values", "has 4", "'y'");
    }

    [TestMethod]
    public void ALabelThatIsNoNumber_IsRefusedWithItsRow()
    {
        var rows = AnyTraining.Rows(24, 4, 16);
        rows[7].Several[2] = float.NaN;
        Refuses<InvalidOperationException>(Scores("y"), _training.View(rows, 4, 16), "Several", AnyTraining.Options, "Row 7", "'Several'");
    }

    [TestMethod]
    public void AClassOfTheValidationDataThatTheModelDoesNotKnow_IsRefused()
    {
        var rows = AnyTraining.Rows(5, 1, 16);
        rows[3].Class = 4;
        var options = AnyTraining.Options with { ValidationData = _training.View(rows, 1, 16) };
        Refuses<InvalidOperationException>(Scores("y"), _training.Data(24, 1, 16), "Class", options, "Row 3 of the validation data", "4 classes");
    }

    [TestMethod]
    public void ADeviceThatIsNotThere_IsRefused()
    {
        Refuses<ArgumentException>(Scores("y"), _training.Data(24, 1, 16), null, AnyTraining.Options with { Device = "nonsense" }, "'nonsense'", "cpu or cuda");
        Refuses<PlatformNotSupportedException>(Scores("y"), _training.Data(24, 1, 16), null, AnyTraining.Options with { Device = "cuda" }, "'cuda'", "Set Device to cpu");
    }

    [TestMethod]
    [DataRow(new long[] { 2, 3 }, new long[] { 4, 5 })]
    [DataRow(new long[] { 3 }, new long[] { 4 })]
    [DataRow(new long[] { 2, 2, 3 }, new long[] { 3, 3, 4 })]
    [DataRow(new long[0], new long[] { 1, 1 })]
    public void AProductOfSizesThatDoNotFit_IsRefused(long[] left, long[] right)
    {
        using var scope = NewDisposeScope();
        var call = new OperatorCall(ModelBuilder.MakeNode("MatMul", "a b", "y"), 17, [ones(left), ones(right)]);
        ErrorAssert.Throws<NotSupportedException>(() => OperatorHandlers.Find(call.Node)!(call), "cannot be multiplied");
    }

    private static ModelBuilder Scores(string name) => Form.Of(17, -1, 16).Made("w", 16, 4).Node("Gemm", "x w", name);

    private void Refuses<T>(ModelBuilder model, string? label, params string[] parts)
        where T : Exception => Refuses<T>(model, _training.Data(24, 1, 16), label, AnyTraining.Options, parts);

    private void Refuses<T>(ModelBuilder model, IDataView data, string? label, QuantizationAwareTrainingOptions options, params string[] parts)
        where T : Exception => ErrorAssert.Throws<T>(() => _training.Run(model, data, label, options), parts);
}
