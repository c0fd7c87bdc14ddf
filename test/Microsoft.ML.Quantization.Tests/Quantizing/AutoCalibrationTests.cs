using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

[TestClass]
public sealed class AutoCalibrationTests
{
    private static readonly CalibrationMethod[] Methods = [.. CalibrationRules.Candidates(CalibrationMethod.Auto).Select(rule => rule.Method)];

    [TestMethod]
    public void Auto_TakesTheMethodWhoseOutputsAreClosestToFloat()
    {
        using var file = new ModelFile(SmallModels.Residual());
        var rows = Heavy();
        var auto = Quantize(file, rows, CalibrationMethod.Auto);
        var each = Methods.ToDictionary(method => method, method => Sqnr(file, rows, Quantize(file, rows, method)));
        var best = each.MaxBy(pair => pair.Value).Key;
        best = each[best] - each[CalibrationMethod.MeanSquaredError] > 0.5 ? best : CalibrationMethod.MeanSquaredError;

        Assert.IsGreaterThan(each.Values.Min() + 0.5, each[best], "the methods should differ on such data");
        Assert.IsTrue(auto.Calibration.Tensors.All(tensor => tensor.Method == best));
        Assert.AreEqual(each[best], Sqnr(file, rows, auto), 1e-9);
    }

    [TestMethod]
    public void Auto_SaysWhyItChose()
    {
        using var file = new ModelFile(SmallModels.Residual());
        var tensor = Quantize(file, Heavy(), CalibrationMethod.Auto).Calibration.Tensors[0];
        ErrorAssert.Names(tensor.Reason, $"Auto chose {tensor.Method}", "dB of output SQNR on 16 rows");
        foreach (var method in Methods)
        {
            StringAssert.Contains(tensor.Reason, $"{method}");
        }
    }

    [TestMethod]
    public void Auto_OfTheSameRows_GivesTheSameBytes()
    {
        using var file = new ModelFile(SmallModels.Residual());
        CollectionAssert.AreEqual(Quantize(file, Heavy(), CalibrationMethod.Auto).Bytes(), Quantize(file, Heavy(), CalibrationMethod.Auto).Bytes());
    }

    [TestMethod]
    public void Auto_GivesTheModelOfTheMethodThatItChose()
    {
        using var file = new ModelFile(SmallModels.Residual());
        var auto = Quantize(file, Heavy(), CalibrationMethod.Auto);
        CollectionAssert.AreEqual(Quantize(file, Heavy(), auto.Calibration.Tensors[0].Method).Bytes(), auto.Bytes());
    }

    [TestMethod]
    public void WhatAutoChose_CanBeWrittenAgain()
    {
        using var file = new ModelFile(SmallModels.Residual());
        var options = new QuantizationOptions { OnlyWhereFaster = false, Calibration = CalibrationMethod.Auto };
        using var model = ObservedModel.Create(file.Path, Heavy(), [options], new QuantizerRun.Messages());
        var calibrated = model.Calibrate(options, new QuantizerRun.Messages());
        byte[] first = calibrated.Write().Bytes();
        CollectionAssert.AreEqual(first, calibrated.Write().Bytes());
    }

    [TestMethod]
    public void Auto_OfAModelWithNothingInInt8_TakesTheDefault()
    {
        using var file = new ModelFile(SmallModels.Conv());
        var options = new QuantizationOptions { Calibration = CalibrationMethod.Auto, ExcludedOperators = ["Conv"] };
        Assert.IsEmpty(PostTrainingQuantizer.Run(file.Path, Heavy(), options, new QuantizerRun.Messages()).Calibration.Tensors);
    }

    private static QuantizationResult Quantize(ModelFile file, TensorValue[][] rows, CalibrationMethod method) =>
        PostTrainingQuantizer.Run(file.Path, rows, new QuantizationOptions { OnlyWhereFaster = false, Calibration = method }, new QuantizerRun.Messages());

    private static double Sqnr(ModelFile file, TensorValue[][] rows, QuantizationResult result)
    {
        using var expected = new SampleRun(OnnxModelReader.Load(file.Path));
        using var actual = new SampleRun(result.Model);
        return OutputComparison.Run(expected, actual, rows).Sqnr;
    }

    /// <summary>Values with heavy tails, on which methods differ; as many rows as are tried.</summary>
    private static TensorValue[][] Heavy() => [.. QuantizerRun.Rows(16, SmallModels.Image)
        .Select(row => new[] { row[0] with { Values = ((float[])row[0].Values).Select(value => 0.1f * value / (1.02f - Math.Abs(value))).ToArray() } })];
}
