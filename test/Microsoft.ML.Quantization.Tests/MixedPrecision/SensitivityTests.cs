using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.MixedPrecision;

/// <summary>The ranking of layers against the ground truth: one layer at a time in INT8, all rows run through each of these models.</summary>
[TestClass]
public sealed class SensitivityTests
{
    [TestMethod]
    public void KeywordSpotting_IsRankedLikeTheTruth() => Check("kws_dscnn_fp32.onnx", () => RealData.Keywords(0, 500));

    [TestMethod]
    public void ResNet8_IsRankedLikeTheTruth() => Check("resnet8_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 500, false));

    [TestMethod]
    public void ResNet20_IsRankedLikeTheTruth() => Check("resnet20_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 500, true));

    [TestMethod]
    public void Bert_IsRankedLikeTheTruth() => Check("minibert_sst2_fp32_opset17.onnx", () => RealData.Sentences("sst2_calib_ids.txt", 500));

    private static void Check(string name, Func<TensorValue[][]> data)
    {
        string file = SharedAssets.Model(name);
        var rows = data();
        using var model = ObservedModel.Create(file, rows, [QuantizerRun.Everything], new QuantizerRun.Messages());
        var calibrated = model.Calibrate(QuantizerRun.Everything, new QuantizerRun.Messages());
        var few = SensitivityAnalysis.Rows(rows, rows.Length);
        var found = SensitivityAnalysis.Run(calibrated, few, new QuantizerRun.Messages());

        var noise = new LayerNoise(calibrated);
        var noisy = new NoisyModel(calibrated.Prepared, calibrated.Plan, calibrated.Settings with { BiasCorrections = calibrated.Corrections() });
        var truth = new OutputErrors(model.Prepared, rows, QuantizerRun.Everything.RunSettings)
            .Measure([.. noise.Layers.Select(layer => (Func<OnnxModel>)(() => noisy.With(noise.Alone(layer))))]);

        Assert.IsTrue(few.Length <= rows.Length / 10, $"{few.Length} rows of {rows.Length}");
        var shares = found.ToDictionary(layer => layer.NodeName, layer => layer.ErrorShare);
        double correlation = RankCorrelation.Compute([.. truth.Select(error => error.Mean)], [.. noise.Layers.Select(layer => shares[layer.Node.Name])]);
        Assert.IsTrue(correlation >= 0.8, $"Spearman {correlation:0.000}");
        Assert.AreEqual(1, shares.Values.Sum(), 1e-9);
        CollectionAssert.AreEqual(found.OrderByDescending(layer => layer.ErrorShare).ToArray(), found.ToArray());
    }
}
