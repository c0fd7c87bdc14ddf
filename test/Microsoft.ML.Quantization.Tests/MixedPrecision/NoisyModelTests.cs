using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.MixedPrecision;

/// <summary>An FP32 model that rounds where INT8 rounds computes what the INT8 model computes.</summary>
[TestClass]
public sealed class NoisyModelTests
{
    [TestMethod]
    [DataRow("Residual")]
    [DataRow("Concat")]
    [DataRow("ConvClip")]
    [DataRow("TwoOutputs")]
    [DataRow("Gemm")]
    [DataRow("MatMul")]
    public void RoundingEverywhere_IsTheInt8Model(string name)
    {
        var (proto, shape) = name switch
        {
            "Residual" => (SmallModels.Residual(), SmallModels.Image),
            "Concat" => (SmallModels.Concat(), SmallModels.Image),
            "ConvClip" => (SmallModels.ConvClip(), SmallModels.Image),
            "TwoOutputs" => (SmallModels.TwoOutputs(), SmallModels.Image),
            "Gemm" => (SmallModels.Gemm(alpha: 0.5f, beta: 2, transposed: true), SmallModels.Vector),
            _ => (SmallModels.MatMul(), [1L, 3, 16]),
        };
        using var file = new ModelFile(proto);
        var rows = QuantizerRun.Rows(24, shape);
        using var model = ObservedModel.Create(file.Path, rows, [QuantizerRun.Everything], new QuantizerRun.Messages());
        var calibrated = model.Calibrate(QuantizerRun.Everything, new QuantizerRun.Messages());
        var noisy = Noisy(calibrated).With(calibrated.Plan.Tensors.Select(tensor => NoiseSource.Tensor(tensor.Name, calibrated.Settings.Activations[tensor.RangeOf]))
            .Concat(NoiseMap.SourcesOf(calibrated).Where(source => source.Range == null)));

        // A sum that falls on the border between two integers may round either way, so most rows are equal and none is far off.
        double toInt8 = Distance(noisy, calibrated.Write().Model, rows);
        double toFloat = Distance(noisy, model.Prepared, rows);
        Assert.IsGreaterThan(0, toFloat, name);
        Assert.IsLessThan(0.1 * toFloat, toInt8, name);
    }

    [TestMethod]
    public void RoundingNowhere_IsTheFloatModel()
    {
        using var file = new ModelFile(SmallModels.Residual());
        var rows = QuantizerRun.Rows(4, SmallModels.Image);
        using var model = ObservedModel.Create(file.Path, rows, [QuantizerRun.Everything], new QuantizerRun.Messages());
        var calibrated = model.Calibrate(QuantizerRun.Everything, new QuantizerRun.Messages());

        Assert.AreEqual(0, Distance(Noisy(calibrated).With(), model.Prepared, rows));
    }

    private static NoisyModel Noisy(CalibratedModel calibrated) =>
        new(calibrated.Prepared, calibrated.Plan, calibrated.Settings with { BiasCorrections = calibrated.Corrections() });

    private static double Distance(OnnxModel first, OnnxModel second, TensorValue[][] rows)
    {
        using var one = new SampleRun(first);
        using var other = new SampleRun(second);
        return rows.Sum(row => one.Outputs(row).Zip(other.Outputs(row)).Sum(pair => pair.First.Zip(pair.Second).Sum(values => Math.Pow(values.First - values.Second, 2))));
    }
}
