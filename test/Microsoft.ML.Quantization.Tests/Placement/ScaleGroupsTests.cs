using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class ScaleGroupsTests
{
    [TestMethod]
    public void Share_FollowsAChainToItsFirstTensor()
    {
        var groups = Groups();
        groups.Share("a", "b");
        groups.Share("b", "t");
        Assert.AreEqual("a", groups.ToList().Single(tensor => tensor.Name == "t").RangeOf);
    }

    [TestMethod]
    public void ShareConcat_GivesItsInputsTheScaleOfItsOutput() => Assert.AreEqual("t t t", Ranges(Groups(), Graph()));

    [TestMethod]
    public void ShareConcat_LeavesAnInputThatOthersRead() => Assert.AreEqual("a t t", Ranges(Groups(), Graph(graph => graph.Node("Relu", "a", "other"))));

    [TestMethod]
    public void ShareConcat_LeavesInputsThatAreClippedDifferently() => Assert.AreEqual("a b t", Ranges(Groups(low: 0), Graph()));

    private static ScaleGroups Groups(float? low = null)
    {
        var groups = new ScaleGroups();
        groups.Add("a", low);
        groups.Add("b");
        groups.Add("t");
        return groups;
    }

    private static GraphProto Graph(Func<ModelBuilder, ModelBuilder>? more = null)
    {
        var builder = new ModelBuilder(13).Input("x", 1, 2).Node("Concat", "a b", "t", ("axis", 1)).Output("t");
        return (more?.Invoke(builder) ?? builder).Build().Graph;
    }

    private static string Ranges(ScaleGroups groups, GraphProto graph)
    {
        groups.ShareConcat(graph.Node[0], new GraphIndex(graph));
        return string.Join(" ", groups.ToList().Select(tensor => tensor.RangeOf));
    }
}
