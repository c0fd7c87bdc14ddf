using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using Microsoft.ML.Quantization.Training.Learning;
using Microsoft.ML.Quantization.Training.Tests.Handlers;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Models written for one row, in which several would run into each other.</summary>
[TestClass]
public sealed class RowByRowTests
{
    [TestMethod]
    public void AModelWhoseRowsCannotBeStacked_SaysSoAndLearns()
    {
        using var folder = new TemporaryFolder();
        var (context, images) = (new MLContext(1), new TinyImages(folder.Path));
        var log = new TrainingLog(context);
        string path = folder.File("one.onnx");
        OnnxModelWriter.Save(ForOneRow(), path);

        using var model = context.Transforms.QuantizeAware(path, "Label", TinyTraining.Options(epochs: 10, rate: 2e-2, distillation: 0)).Fit(context.Data.LoadFromEnumerable(Bands(images.Rows(300, 1))));

        Assert.IsTrue(log.Warnings.Any(warning => warning.Contains("learns row by row", StringComparison.Ordinal)), log.ToString());
        Assert.IsLessThan(0.8 * log.LossBefore, log.LossAfter);
        Assert.AreEqual(100, log.Agreement);
    }

    /// <summary>Gradients add up to those of the batch: the weights after a step are the same, but for rounding of sums.</summary>
    [TestMethod]
    public void RowByRow_AStepIsThatOfTheWholeBatch()
    {
        using var folder = new TemporaryFolder();
        var images = new TinyImages(folder.Path);
        TrainingRow[] rows = [.. images.Rows(6, 1).Select(row => new TrainingRow([new TensorValue("Image", row.Image, [1, 1, TinyImages.Size, TinyImages.Size])], [row.Label]))];
        var (before, whole) = Step(images.ModelFile, rows, rowByRow: false);
        var (_, parts) = Step(images.ModelFile, rows, rowByRow: true);
        foreach (string weight in whole.Keys)
        {
            double step = whole[weight].Zip(before[weight], (after, start) => Math.Abs((double)after - start)).Max();
            double apart = whole[weight].Zip(parts[weight], (left, right) => Math.Abs((double)left - right)).Max();
            Assert.IsGreaterThan(1e-4, step, weight);
            Assert.IsLessThan(0.01 * step, apart, weight);
        }
    }

    /// <summary>Each image with the third of it that is brightest as its label.</summary>
    private static TinyImages.Row[] Bands(TinyImages.Row[] rows) => Array.ConvertAll(rows, row =>
    {
        float[] bands = [.. row.Image.Chunk(row.Image.Length / TinyImages.Classes).Select(band => band.Sum())];
        return new TinyImages.Row { Image = row.Image, Label = (uint)Array.IndexOf(bands, bands.Max()) };
    });

    private static (Dictionary<string, float[]> Before, Dictionary<string, float[]> After) Step(string modelFile, TrainingRow[] rows, bool rowByRow)
    {
        var options = new QuantizationAwareTrainingOptions { Quantization = TinyTraining.PerTensor, Optimizer = TrainingOptimizer.Sgd, DistillationWeight = 0, GradientClipping = null };
        using var observed = ObservedModel.Create(modelFile, rows.Select(row => row.Inputs), [options.Quantization], new Silence());
        var calibrated = observed.Calibrate(options.Quantization, new Silence());
        using var teacher = new TorchGraph(calibrated.Prepared, OperatorHandlers.Find);
        using var model = TrainableModel.Create(calibrated, options);
        var optimizer = new WeightOptimizer(model.Parameters, options);
        var objective = ObjectiveFactory.Create(calibrated.Prepared, teacher, rows[0], labelIsClass: true, options);
        var before = Weights(model);
        new Learner(model, teacher, objective, optimizer, rowByRow, torch.CPU).Step(rows, learningRate: 0.1);
        return (before, Weights(model));
    }

    private static Dictionary<string, float[]> Weights(TrainableModel model) =>
        model.Graph.Weights.ToDictionary(weight => weight.Key, weight => weight.Value.data<float>().ToArray());

    // The channels become the rows of a matrix, and their mean is taken: with two images, over both.
    private static OnnxModel ForOneRow() => new ModelBuilder(17)
        .Input("Image", 1, 1, TinyImages.Size, TinyImages.Size)
        .Made("w", TinyImages.Channels, 1, 3, 3)
        .List("matrix", TinyImages.Channels, TinyImages.Size * TinyImages.Size)
        .Made("v", TinyImages.Size * TinyImages.Size, TinyImages.Classes)
        .Node("Conv", "Image w", "c", ("pads", new[] { 1, 1, 1, 1 }))
        .Node("Relu", "c", "r")
        .Node("Reshape", "r matrix", "m")
        .Node("MatMul", "m v", "p")
        .Node("ReduceMean", "p", "Scores", ("axes", new[] { 0 }), ("keepdims", 1))
        .Output("Scores")
        .Model();
}
