using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>The calibration table that a training leaves fits where its ranges do, and nowhere else.</summary>
[TestClass]
public sealed class TrainedTableTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ATable_KnowsWhetherItsModelWasEqualized(bool equalize)
    {
        using var folder = new TemporaryFolder();
        var context = new MLContext(1);
        var images = new TinyImages(folder.Path, spread: 10);
        var data = context.Data.LoadFromEnumerable(images.Rows(100, 1));
        var form = TinyTraining.PerTensor with { CrossLayerEqualization = equalize };
        using var trained = context.Transforms.QuantizeAware(
            images.ModelFile, "Label", new QuantizationAwareTrainingOptions { Quantization = form, Epochs = 1, LearningRate = 1e-2, ValidationShare = 0, Threads = 1 }).Fit(data);
        StringAssert.Contains(trained.Calibration!.Tensors[0].Reason, "Training changed");

        using var same = Quantize(form);
        CollectionAssert.AreEqual(trained.Calibration!.Tensors.Select(tensor => tensor.High).ToArray(), same.Calibration!.Tensors.Select(tensor => tensor.High).ToArray());
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => Quantize(form with { CrossLayerEqualization = !equalize }));
        StringAssert.Contains(refused.Message, $"made {(equalize ? "with" : "without")} CrossLayerEqualization");

        QuantizedOnnxTransformer Quantize(QuantizationOptions options) =>
            context.Transforms.Quantize(images.ModelFile, options with { CalibrationTable = trained.Calibration }).Fit(data);
    }
}
