using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>Boxes beside scores: a part of an output is as close to FP32's as the branch that makes it is alone.</summary>
[TestClass]
public sealed class JoinedPartsTests
{
    private static readonly QuantizationTarget[] Targets = [QuantizationTarget.OnnxRuntimeX86, QuantizationTarget.LiteRt, QuantizationTarget.TensorRT];

    [TestMethod]
    [DataRow(HeadForm.Channels)]
    [DataRow(HeadForm.Transposed)]
    [DataRow(HeadForm.ThreeScales)]
    [DataRow(HeadForm.TwoStages)]
    [DataRow(HeadForm.Sliced)]
    [DataRow(HeadForm.Softmax)]
    public void EveryPart_IsAsGoodAsItsBranchAlone(HeadForm form)
    {
        var rows = HeadModel.Rows(12);
        foreach (int seed in new[] { 1, 2 })
        {
            Array.ForEach(Targets, target => Check(new HeadModel(form, seed), rows, new QuantizationOptions { Target = target }));
        }
    }

    [TestMethod]
    public void EveryPart_IsAsGoodAsItsBranchAlone_WithRowsHeldBack() =>
        Check(new HeadModel(HeadForm.Channels, 3), HeadModel.Rows(160), new QuantizationOptions { Target = QuantizationTarget.LiteRt });

    [TestMethod]
    public void EveryPart_IsAsGoodAsItsBranchAlone_WithLeastEffort() =>
        Check(new HeadModel(HeadForm.Sliced, 3), HeadModel.Rows(12), new QuantizationOptions { Effort = QuantizationEffort.Fast });

    [TestMethod]
    public void ConcatOfUnlikeRanges_IsInFloatAndSaysWhy()
    {
        var result = QuantizerRun.Quantize(new HeadModel(HeadForm.Sliced, 1).Build(), HeadModel.Rows(12), new QuantizationOptions());
        var concat = result.Report.Value.Nodes.Single(node => node.OperatorType == "Concat");
        Assert.IsFalse(concat.IsQuantized);
        StringAssert.Contains(concat.Reason, "unlike ranges");
        Assert.IsGreaterThan(8, result.Report.Value.Nodes.Count(node => node.OperatorType == "Conv" && node.IsQuantized), "The layers around it stay in INT8.");
        CollectionAssert.AreEqual(new[] { concat.Name }, result.Calibration.FloatNodes.ToArray());
    }

    [TestMethod]
    public void ConcatOfLikeRanges_StaysInInt8()
    {
        var report = QuantizerRun.Quantize(new HeadModel(HeadForm.Softmax, 1).Alone(0), HeadModel.Rows(12), new QuantizationOptions { Target = QuantizationTarget.LiteRt }).Report.Value;
        Assert.IsTrue(report.Nodes.Single(node => node.OperatorType == "Concat").IsQuantized, report.ToString());
    }

    [TestMethod]
    public void AllIntegerFile_KeepsTheConcatInInt8AndIsWarnedOfByPart()
    {
        var target = QuantizationTarget.CreateLiteRt(new LiteRtOptions { FullInteger = true });
        var messages = new QuantizerRun.Messages();
        var result = QuantizerRun.Quantize(new HeadModel(HeadForm.TwoStages, 1).Build(), HeadModel.Rows(12), new QuantizationOptions { Target = target }, messages);
        Assert.IsTrue(result.Report.Value.Nodes.Where(node => node.OperatorType == "Concat").All(node => node.IsQuantized));
        result.Check!.Run(messages, 2, default);
        ErrorAssert.Names(messages.Warnings.Single(), "Part 'y[:, 4:16]' of output 'y'", "far from FP32's");
    }

    [TestMethod]
    [DataRow(HeadForm.Sliced)]
    [DataRow(HeadForm.TwoStages)]
    public void SavedTable_LeavesTheSameNodes(HeadForm form)
    {
        using var folder = new TemporaryFolder();
        var model = new HeadModel(form, 1).Build();
        var options = new QuantizationOptions { Target = form == HeadForm.Sliced ? QuantizationTarget.OnnxRuntimeX86 : QuantizationTarget.LiteRt };
        var result = QuantizerRun.Quantize(model, HeadModel.Rows(12), options);
        result.Calibration.Save(folder.File("table.json"));
        var table = CalibrationTable.Load(folder.File("table.json"));
        Assert.AreNotEqual(0, table.FloatNodes.Count);
        CollectionAssert.AreEqual(result.Bytes(), QuantizerRun.Quantize(model, [], options with { CalibrationTable = table }).Bytes());
    }

    [TestMethod]
    public void Choice_DoesNotDependOnThreads()
    {
        var model = new HeadModel(HeadForm.Sliced, 2).Build();
        byte[] one = QuantizerRun.Quantize(model, HeadModel.Rows(12), new QuantizationOptions { IntraOpThreads = 1 }).Bytes();
        CollectionAssert.AreEqual(one, QuantizerRun.Quantize(model, HeadModel.Rows(12), new QuantizationOptions { IntraOpThreads = 3 }).Bytes());
    }

    private static void Check(HeadModel head, TensorValue[][] rows, QuantizationOptions options)
    {
        double[] together = Sqnr(head.Build(), rows, options, isTogether: true);
        for (int branch = 0; branch < 2; branch++)
        {
            double alone = Sqnr(head.Alone(branch), rows, options, isTogether: false)[0];
            Assert.IsGreaterThan(alone - 1, together[branch], $"{head.Form}, seed {head.Seed}, {options.Target}, {(branch == 0 ? "boxes" : "scores")}: {together[branch]:0.0} dB, alone {alone:0.0} dB");
        }
    }

    /// <summary>The SQNR of each branch, be it an output or some columns of one.</summary>
    private static double[] Sqnr(ModelProto model, TensorValue[][] rows, QuantizationOptions options, bool isTogether)
    {
        using var quantized = QuantizerRun.Quantize(model, rows, options).Model;
        using var expected = new SampleRun(new OnnxModel(model, "test.onnx"));
        using var actual = new SampleRun(quantized);
        OutputNoiseSum[] noise = [new(), new()];
        foreach (var row in rows)
        {
            var (a, b) = (expected.Values(row), actual.Values(row));
            for (int i = 0; i < a.Length; i++)
            {
                bool isJoined = isTogether && a.Length == 1;
                for (int branch = 0; branch < (isJoined ? 2 : 1); branch++)
                {
                    noise[isJoined ? branch : i].Add(Select(a[i], isJoined, branch), Select(b[i], isJoined, branch));
                }
            }
        }

        return [.. noise.Select(sum => sum.Decibels)];
    }

    private static float[] Select(OutputValue value, bool isJoined, int branch)
    {
        const int columns = HeadModel.Boxes + HeadModel.Scores;
        int stride = value.Shape[^1] == columns ? 1 : (int)value.Shape[^1];
        return isJoined ? [.. value.Values.Where((_, i) => (i / stride % columns < HeadModel.Boxes) == (branch == 0))] : value.Values;
    }
}
