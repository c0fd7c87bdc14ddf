using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Small real models with default options: what runs in INT8 is what the plan says, and every other node says why it does not.</summary>
[TestClass]
public sealed class RealModelPlanTests
{
    [TestMethod]
    public void KeywordSpotting() => Check("kws_dscnn_fp32.onnx", RealData.Keywords(0, 20));

    [TestMethod]
    public void Digits() => Check("mnist_cntk_opset8.onnx", RealData.Digits(0, 20));

    private static void Check(string name, TensorValue[][] rows)
    {
        string file = SharedAssets.Model(name);
        using OnnxModel model = OnnxModelReader.Load(file);
        using OnnxModel prepared = ModelPreparer.Prepare(model);
        var plan = NodePlacement.Plan(prepared.Graph, QuantizerRun.Target.Rules, new QuantizationOptions().Placement, TensorShapes.Infer(prepared));
        var result = PostTrainingQuantizer.Run(file, rows, new QuantizationOptions(), new QuantizerRun.Messages());

        var nodes = result.Report.Value.Nodes;
        CollectionAssert.AreEqual(plan.Nodes.Select(node => (node.Name, node.Role != NodeRole.Float)).ToArray(), nodes.Select(node => (node.Name, node.IsQuantized)).ToArray());
        Assert.AreEqual("", string.Join(", ", nodes.Where(node => !node.IsQuantized && node.Reason.Length == 0).Select(node => node.Name)), "without a reason");
        if (!plan.IsEmpty)
        {
            LayerAssert.IsFused(result);
            return;
        }

        // Nothing would gain, so nothing may be lost either.
        Assert.IsTrue(result.Report.Value.Warnings.Any(warning => warning.StartsWith("No node can run in INT8", StringComparison.Ordinal)));
        Assert.AreEqual(0, QuantizerRun.LargestErrors(model.Proto, result, rows).Max());
        Assert.IsNull(QuantizationDetector.Describe(result.Model.Proto));
    }
}
