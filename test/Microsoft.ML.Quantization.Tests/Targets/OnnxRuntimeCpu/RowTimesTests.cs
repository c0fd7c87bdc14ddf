using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;

/// <summary>What is estimated of the time in INT8, without running anything.</summary>
[TestClass]
public sealed class RowTimesTests
{
    /// <summary>What ONNX Runtime 1.31.1 was measured to take on one thread of an EPYC of the fifth generation, which has VNNI.</summary>
    [TestMethod]
    [DataRow("mobilenetv2_imagenet_fp32.onnx", 0.44)]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx", 0.39)]
    [DataRow("resnet20_cifar10_fp32.onnx", 0.49)]
    [DataRow("resnet20_bn_cifar10_fp32.onnx", 0.49)]
    [DataRow("resnet8_cifar10_fp32.onnx", 0.60)]
    [DataRow("minibert_sst2_fp32_opset17.onnx", 0.58)]
    [DataRow("minibert_sst2_fp32_opset13.onnx", 0.60)]
    [DataRow("super_resolution_x3_fp32.onnx", 0.39)]
    public void RealModels_AreWithinAQuarterOfWhatWasMeasured(string name, double measured)
    {
        using var model = OnnxModelReader.Load(SharedAssets.Model(name));
        var (with, without) = Ratios(model, onlyWhereFaster: true);
        Assert.IsTrue(with > measured * 0.75 && with < measured * 1.25, $"estimated {with:0.00}, measured {measured}");
        Assert.IsTrue(without > with && without < 1, $"{without:0.00} without VNNI");
    }

    [TestMethod]
    public void WorkForEachConversion_DecidesTheRatio()
    {
        var (large, _) = Ratios(Convolutions(64, 3));
        var (small, _) = Ratios(Convolutions(64, 1));
        Assert.IsTrue(large is > 0.15 and < 0.5 && small > 1.3 * large, $"{large:0.00}, {small:0.00}");
    }

    /// <summary>Shuffled channels are brought from one layout to another and back, which INT8 pays for.</summary>
    [TestMethod]
    public void ChangesOfLayout_AreCounted()
    {
        var (plain, _) = Ratios(Convolutions(64, 1));
        var (shuffled, _) = Ratios(Convolutions(64, 1, isShuffled: true));
        Assert.IsTrue(shuffled > plain + 0.15, $"{plain:0.00}, {shuffled:0.00}");
    }

    [TestMethod]
    public void UnknownSizes_GiveNoEstimate()
    {
        using var model = Convolutions(64, 3);
        using var prepared = ModelPreparer.Prepare(model);
        var known = TypicalShapes.Infer(prepared);
        var plan = Plan(prepared, known, onlyWhereFaster: false);
        var other = TensorShapes.Infer(new ModelBuilder(13).Input("x", 1, 4).Node("Relu", "x", "y").Output("y").Model());
        Assert.IsNotNull(new RowTimes(prepared.Graph, plan, known).Ratio(CpuKind.Avx2));
        Assert.IsNull(new RowTimes(prepared.Graph, plan, other).Ratio(CpuKind.Avx2));
    }

    private static (double WithVnni, double WithoutVnni) Ratios(OnnxModel model, bool onlyWhereFaster = false)
    {
        using var prepared = ModelPreparer.Prepare(model);
        var shapes = TypicalShapes.Infer(prepared);
        var times = new RowTimes(prepared.Graph, Plan(prepared, shapes, onlyWhereFaster), shapes);
        return (times.Ratio(CpuKind.Avx512Vnni)!.Value, times.Ratio(CpuKind.Avx2)!.Value);
    }

    private static QuantizationPlan Plan(OnnxModel prepared, TensorShapes shapes, bool onlyWhereFaster) =>
        NodePlacement.Plan(prepared.Graph, QuantizationTarget.OnnxRuntimeX86.Definition.Rules, new PlacementRequest([], [], onlyWhereFaster), shapes, tables: QuantizedTable.Errors(prepared));

    private static OnnxModel Convolutions(int channels, int side, bool isShuffled = false)
    {
        var random = new Random(1);
        var model = new ModelBuilder(13).Input("x", 1, channels, 28, 28).List("split", 1, channels / 4, 4, 28, 28).List("joined", 1, channels, 28, 28);
        string input = "x";
        for (int i = 0; i < 6; i++)
        {
            model.Weights($"w{i}", QuantizerRun.Uniform(random, channels * channels * side * side, -0.1, 0.1), channels, channels, side, side)
                .Node("Conv", $"{input} w{i}", $"c{i}", ("pads", new[] { side / 2, side / 2, side / 2, side / 2 }));
            input = $"c{i}";
            if (isShuffled)
            {
                model.Node("Reshape", $"{input} split", $"s{i}").Node("Transpose", $"s{i}", $"t{i}", ("perm", new[] { 0, 2, 1, 3, 4 })).Node("Reshape", $"t{i} joined", $"j{i}");
                input = $"j{i}";
            }
        }

        return model.Output(input).Model();
    }
}
