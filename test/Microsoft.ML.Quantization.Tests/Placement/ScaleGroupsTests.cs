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

    [TestMethod]
    public void ShareConcat_LeavesAnInputThatTheModelShows() => Assert.AreEqual("a t t", Ranges(Groups(), Graph(graph => graph.Output("a"))));

    /// <summary>"b" has the scale of "a", which the Concat does not read.</summary>
    [TestMethod]
    public void ShareConcat_LeavesAnInputWhoseScaleOthersHave()
    {
        var groups = Groups();
        groups.Add("c");
        groups.Share("a", "b");
        Assert.AreEqual("a a t t", Ranges(groups, new ModelBuilder(13).Node("Concat", "b c", "t", ("axis", 1)).Node("Identity", "a", "b").Output("t").Build().Graph));
    }

    [TestMethod]
    public void ShareConcat_LeavesTheOutputOfAnotherConcat()
    {
        var graph = new ModelBuilder(13).Node("Concat", "a b", "t", ("axis", 1)).Node("Concat", "t c", "u", ("axis", 1)).Output("u").Build().Graph;
        var (groups, index) = (Groups(), new GraphIndex(graph));
        groups.Add("c");
        groups.Add("u");
        groups.ShareConcat(graph.Node[0], index);
        groups.ShareConcat(graph.Node[1], index);
        Assert.AreEqual("t t t u u", string.Join(" ", groups.ToList().Select(tensor => tensor.RangeOf)));
    }

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
