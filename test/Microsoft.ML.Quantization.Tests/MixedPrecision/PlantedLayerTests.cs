using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.MixedPrecision;

/// <summary>Real models with one layer that INT8 cannot do well: the search finds it, and leaves two nodes in FP32 at most.</summary>
[TestClass]
public sealed class PlantedLayerTests
{
    private const float Factor = 100;

    [TestMethod]
    public void ResNet20_ScaledChannelIsFound()
    {
        var (model, bad, next) = PlantedLayer.ScaleChannel(Load("resnet20_cifar10_fp32.onnx"), 1, Factor);
        Check(model, bad, next, RealData.Cifar("cifar10_calib1000.bin.gz", 200, true), new QuantizationOptions { Effort = QuantizationEffort.Fast, PerChannel = false });
    }

    [TestMethod]
    public void SqueezeNet_ConcatOfIncompatibleRangesIsFound()
    {
        var (model, bad, next) = PlantedLayer.SpreadConcat(Load("squeezenet1.1_imagenet_fp32.onnx"), 1, Factor);
        Check(model, bad, next, RealData.ImageNet("data", "imagenet_calib500", 40), new QuantizationOptions { Effort = QuantizationEffort.Fast });
    }

    private static ModelProto Load(string name) => OnnxModelReader.Load(SharedAssets.Model(name)).Proto;

    private static void Check(ModelProto proto, string bad, string next, TensorValue[][] rows, QuantizationOptions options)
    {
        using var file = new ModelFile(proto);
        using var model = ObservedModel.Create(file.Path, rows, [options], new QuantizerRun.Messages(), MixedPrecisionSearch.Observed(options));
        var calibrated = model.Calibrate(options, new QuantizerRun.Messages());
        var step = MixedPrecisionSearch.Run(model, calibrated, new QuantizerRun.Messages()).Steps().First();

        Assert.IsTrue(step.FloatNodes.Count <= 2, string.Join(", ", step.FloatNodes));
        CollectionAssert.IsSubsetOf(step.FloatNodes.ToArray(), new[] { bad, next });
        double gained = -new PlanTime(model.Prepared.Graph, QuantizerRun.Target.Rules, model.Shapes, countsNodes: false).Estimate(calibrated.Plan);
        Assert.IsTrue(step.AddedNanoseconds < 0.25 * gained, $"{step.AddedNanoseconds:0} ns of the {gained:0} ns that INT8 gains");
        var mixed = step.Calibrate(model, new QuantizerRun.Messages()).Write();
        LayerAssert.IsFused(mixed);
        var errors = new OutputErrors(model.Prepared, model.Samples.ToArray(), options.RunSettings);
        Assert.IsLessThan(0.3 * errors.Measure(calibrated.Write().Model).Mean, errors.Measure(mixed.Model).Mean);
    }
}
