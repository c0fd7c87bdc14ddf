using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.Emulation;

/// <summary>What holds for ARM64 of the models that are written for x86.</summary>
[TestClass]
public sealed class EmulatedArm64Tests
{
    [TestMethod]
    public void Score_IsThatOfThisMachineButForRounding()
    {
        using var emulated = Emulated.Arm64("cortex-a53");
        var rows = QuantizerRun.Rows(4, SmallModels.Image);
        var model = new OnnxModel(SmallModels.TwoOutputs(), "test.onnx");
        using var run = new SampleRun(model);
        float[] expected = [.. rows.SelectMany(row => run.Outputs(row).SelectMany(output => output))];
        var (actual, optimized) = emulated.Score(model, rows);
        Assert.IsNotEmpty(optimized.Node);
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-4, $"value {i}");
        }
    }

    [TestMethod]
    public void TheFileForX86_RunsInInt8OnArmToo()
    {
        using var emulated = Emulated.Arm64("cortex-a53");
        var rows = QuantizerRun.Rows(8, SmallModels.Image);
        var result = QuantizerRun.Quantize(SmallModels.Residual(), rows);
        var (_, optimized) = emulated.Score(result.Model, rows);
        Assert.AreEqual(3, optimized.Node.Count(node => node.OpType == "QLinearConv"));
        Assert.AreEqual(1, optimized.Node.Count(node => node.OpType == "QLinearAdd"));
    }
}
