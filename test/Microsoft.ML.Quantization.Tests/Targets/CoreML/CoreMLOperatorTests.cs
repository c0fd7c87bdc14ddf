using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>Each form, written, read back by the format's own rules, and scored against the model that it was made of.</summary>
[TestClass]
public sealed class CoreMLOperatorTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(4, SmallModels.Image);

    public static IEnumerable<object[]> Names => CoreMLSamples.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Values_AreThoseOfTheModel(string name)
    {
        var result = Quantize(CoreMLSamples.Model(name));
        foreach (var target in Enum.GetValues<CoreMLDeploymentTarget>())
        {
            var program = CoreMLRun.Write(result.Model, CoreMLRun.Exact with { MinimumDeploymentTarget = target });
            Assert.AreEqual(target == CoreMLDeploymentTarget.IOS17 ? 8 : 9, program.Model.SpecificationVersion);
            Compare(result.Model, CoreMLRun.Score(program.ToOnnx(), Rows));
        }
    }

    /// <summary>Real numbers of 16 bits: as near as they are.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Values_InHalfPrecision_AreNear(string name)
    {
        var result = Quantize(CoreMLSamples.Model(name));
        var program = CoreMLRun.Write(result.Model, new CoreMLOptions(), roundsHalves: true);
        float[] expected = [.. CoreMLRun.Score(result.Model, Rows).SelectMany(row => row.SelectMany(output => output))];
        float[] actual = [.. CoreMLRun.Score(program.ToOnnx(), Rows).SelectMany(row => row.SelectMany(output => output))];
        double decibels = CoreMLRun.Decibels(expected, actual);

        // A value that is all but whole may be rounded up or not.
        Assert.IsGreaterThan(name == "Ceil" ? 20 : 30, decibels, name);
    }

    [TestMethod]
    public void WhatHasNoForm_IsRefusedByItsName()
    {
        foreach (string name in CoreMLSamples.Refused)
        {
            var result = Quantize(CoreMLSamples.Model(name));
            ErrorAssert.Throws<NotSupportedException>(() => CoreMLRun.Write(result.Model, CoreMLRun.Exact), $"({name})", "no form");
        }
    }

    /// <summary>Sums in another order may round to the other neighbour now and then, where the value is quantized.</summary>
    private static void Compare(OnnxModel model, float[][][] actual)
    {
        var expected = CoreMLRun.Score(model, Rows);
        for (int output = 0; output < expected[0].Length; output++)
        {
            float[] one = [.. expected.SelectMany(row => row[output])], other = [.. actual.SelectMany(row => row[output])];
            Assert.HasCount(one.Length, other);
            float size = one.Max(Math.Abs);
            int apart = one.Zip(other).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-5f * size);
            Assert.IsLessThanOrEqualTo(one.Length / 1000, apart, $"{apart} of {one.Length} differ, by up to {one.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second))} of {size}");
        }
    }

    private static QuantizationResult Quantize(ModelProto model) =>
        QuantizerRun.Quantize(model, Rows, new QuantizationOptions { Target = QuantizationTarget.CoreML, OnlyWhereFaster = false, Effort = QuantizationEffort.Fast });
}
