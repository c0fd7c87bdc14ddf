using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Quantities and yes or no: what is left of the loss after training is that of the INT8 model.</summary>
[TestClass]
public sealed class RegressionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly DenseData.Row[] _validation = DenseData.Rows(200, 2);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(nameof(DenseData.Row.Quantity), 1)]
    [DataRow(nameof(DenseData.Row.Several), DenseData.Quantities)]
    [DataRow(nameof(DenseData.Row.SeveralDoubles), DenseData.Quantities)]
    public void Quantities_AreLearnedAndExported(string label, int outputs)
    {
        var log = new TrainingLog(_context);
        using var model = Fit(DenseData.Save(DenseData.Regression(outputs), _folder), label);
        double loss = Scored(model, "scores").Zip(_validation, (scores, row) => SquaredError(scores, outputs == 1 ? [row.Quantity] : row.Several)).Average();

        Assert.IsLessThan(0.3 * log.LossBefore, log.LossAfter);
        Assert.AreEqual(log.LossAfter, loss, 0.01 * log.LossAfter, "The INT8 model has the loss of the trained module.");
        Assert.IsLessThan(0.5, log.Difference);
    }

    [TestMethod]
    public void YesOrNo_IsLearnedAndExported()
    {
        var log = new TrainingLog(_context);
        using var model = Fit(DenseData.Save(DenseData.Binary(), _folder), nameof(DenseData.Row.IsLarge));
        float[][] probabilities = [.. Scored(model, "probability")];
        double loss = probabilities.Zip(_validation, (probability, row) => -Math.Log(row.IsLarge ? probability[0] : 1 - probability[0])).Average();
        double accuracy = probabilities.Zip(_validation, (probability, row) => probability[0] > 0.5f == row.IsLarge ? 1.0 : 0).Average();

        Assert.IsLessThan(0.5 * log.LossBefore, log.LossAfter);
        Assert.AreEqual(log.LossAfter, loss, 0.01 * log.LossAfter, "The INT8 model has the loss of the trained module.");
        Assert.IsGreaterThan(0.9, accuracy);
        Assert.IsLessThan(0.5, log.Difference);
    }

    private QuantizedOnnxTransformer Fit(string modelFile, string label) => _context.Transforms.QuantizeAware(modelFile, label, new QuantizationAwareTrainingOptions
    {
        Quantization = TinyTraining.PerTensor,
        Epochs = 10,
        LearningRate = 2e-2,
        DistillationWeight = 0,
        ValidationData = _context.Data.LoadFromEnumerable(_validation),
        Threads = 1,
    }).Fit(_context.Data.LoadFromEnumerable(DenseData.Rows(800, 1)));

    private IEnumerable<float[]> Scored(QuantizedOnnxTransformer model, string column) =>
        model.Transform(_context.Data.LoadFromEnumerable(_validation)).GetColumn<float[]>(column);

    private static double SquaredError(float[] scores, float[] targets) => scores.Zip(targets, (score, target) => Math.Pow(score - target, 2)).Average();
}
