using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

[TestClass]
public sealed class SumNodesTests
{
    [TestMethod]
    public void SumOfTwo_IsAnAddition_AndRunsInInt8()
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "t", SmallModels.Padded).Node("Conv", "x w2 b", "s", SmallModels.Padded)
            .Node("Sum", "t s", "z").Node("Conv", "z w b", "y", SmallModels.Padded).Output("y").Build();
        var result = QuantizerRun.Quantize(model, QuantizerRun.Rows(8, SmallModels.Image));
        Assert.IsTrue(result.Plan.Nodes.Single(node => node.OperatorType == "Add").IsQuantized);
        Assert.IsLessThan(0.1, QuantizerRun.LargestErrors(model, result, QuantizerRun.Rows(8, SmallModels.Image))[0]);
    }

    [TestMethod]
    [DataRow("x", 1)]
    [DataRow("x w x", 3)]
    public void OtherSums_Stay(string inputs, int count)
    {
        var graph = new ModelBuilder(13).Input("x", 3).Weights("w", [1f, 2f, 3f], 3).Node("Sum", inputs, "y").Output("y").Build().Graph;
        SumNodes.ToAdditions(graph);
        Assert.AreEqual(("Sum", count), (graph.Node[0].OpType, graph.Node[0].Input.Count));
    }
}
