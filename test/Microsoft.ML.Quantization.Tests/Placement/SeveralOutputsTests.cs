using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>A node that gives several tensors in INT8, where its target runs it so.</summary>
[TestClass]
public sealed class SeveralOutputsTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(8, SmallModels.Image);

    [TestMethod]
    public void EachOutput_IsQuantizedAtTheScaleOfTheInput()
    {
        var model = Split("p q").Node("Conv", "p h b4", "y", SmallModels.Padded).Node("Conv", "q h b4", "z", SmallModels.Padded).Output("y").Output("z").Build();
        var result = Quantize(model);
        var split = result.Plan.Nodes.Single(node => node.OperatorType == "Split");
        Assert.IsTrue(split.IsQuantized, split.Reason);
        Assert.AreEqual("t", string.Join(' ', result.Plan.Tensors.Where(tensor => tensor.Name is "t" or "p" or "q").Select(tensor => tensor.RangeOf).Distinct()));
        var index = new GraphIndex(result.Model.Graph);
        Assert.IsTrue(result.Nodes("Split").Single().Output.All(output => index.Consumers(output) is [{ Node.OpType: "QuantizeLinear" }]));
        Assert.IsLessThan(0.1, QuantizerRun.LargestErrors(model, result, Rows).Max());
    }

    [TestMethod]
    public void AnOutputThatNothingReads_IsLeftAlone()
    {
        var model = Split("p q").Node("Conv", "q h b4", "y", SmallModels.Padded).Output("y").Build();
        var result = Quantize(model);
        Assert.IsTrue(result.Plan.Nodes.Single(node => node.OperatorType == "Split").IsQuantized);
        Assert.IsFalse(result.Plan.Tensors.Any(tensor => tensor.Name == "p"));
        Assert.IsLessThan(0.1, QuantizerRun.LargestErrors(model, result, Rows).Max());
    }

    [TestMethod]
    public void AnOutputOfTheModel_KeepsItsName()
    {
        var model = Split("p q").Node("Conv", "q h b4", "y", SmallModels.Padded).Output("p").Output("y").Build();
        var result = Quantize(model);
        CollectionAssert.AreEqual(new[] { "p", "y" }, result.Model.Graph.Output.Select(output => output.Name).ToArray());
        Assert.IsLessThan(0.1, QuantizerRun.LargestErrors(model, result, Rows).Max());
    }

    [TestMethod]
    public void ATargetWithoutARule_LeavesItInFloat() =>
        Assert.IsFalse(QuantizerRun.Quantize(Split("p q").Node("Conv", "q h b4", "y", SmallModels.Padded).Output("y").Build(), Rows).Plan.Nodes.Single(node => node.OperatorType == "Split").IsQuantized);

    private static ModelBuilder Split(string outputs) => SmallModels.Images()
        .Weights("h", QuantizerRun.Uniform(new Random(3), 4 * 4 * 9, -0.2, 0.2), 4, 4, 3, 3).Weights("b4", QuantizerRun.Uniform(new Random(4), 4), 4)
        .Node("Conv", "x w b", "t", SmallModels.Padded).Node("Split", "t", outputs, ("axis", 1));

    private static QuantizationResult Quantize(ModelProto model) => QuantizerRun.Quantize(model, Rows, new QuantizationOptions { Target = QuantizationTarget.TensorRT, OnlyWhereFaster = false });
}
