using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>Which INT8 Concats join what is told apart again.</summary>
[TestClass]
public sealed class ConcatPartsTests
{
    [TestMethod]
    public void Find_LeavesWhatOnlyWeightsRead() => Assert.AreEqual("", Find(Joined().Node("Conv", "t v", "y").Output("y").Named()));

    [TestMethod]
    public void Find_CountsAnOutputOfTheModel() => Assert.AreEqual("t: t > t,y", Find(Joined().Node("Conv", "t v", "y").Output("t").Output("y").Named()));

    [TestMethod]
    [DataRow("Slice")]
    [DataRow("Split")]
    public void Find_CountsWhatTakesAPart(string operatorType)
    {
        var parted = operatorType == "Slice" ? Joined().List("zero", 0L).List("half", 8L).List("axis", 1L).Node("Slice", "t zero half axis", "p") : Joined().Node("Split", "t", "p q", ("axis", 1)).Output("q");
        Assert.AreEqual(operatorType == "Slice" ? "t: t > y" : "t: t > q,y", Find(parted.Node("Conv", "p w2 b", "y", SmallModels.Padded).Node("Conv", "t v", "z").Output("y").Named()));
    }

    /// <summary>One output of a node is enough, whatever reads the others.</summary>
    [TestMethod]
    public void Find_CountsANodeOfSeveralOutputs() =>
        Assert.AreEqual("t: t > o,y", Find(Joined().Node("Dropout", "t", "o m").Node("Conv", "t v", "y").Output("o").Output("y").Named()));

    /// <summary>Behind other nodes too, but not behind weights, and all of them in the order of the graph.</summary>
    [TestMethod]
    public void Find_FollowsWhatMovesItAsFarAsWeights()
    {
        var graph = Joined().Node("Sigmoid", "t", "s").Output("s").Node("Conv", "t w3", "f").Node("Concat", "f a", "u", ("axis", 1)).Node("Conv", "u w3", "y").Node("Exp", "u", "e").Output("e").Output("y")
            .Weights("w3", QuantizerRun.Uniform(new Random(4), 8 * 16), 8, 16, 1, 1).Named();
        Assert.AreEqual("t: t > s,y,e; u: u > y,e", Find(graph));
        Assert.AreEqual("t: t > s,y,e", Find(graph, "u"));
    }

    /// <summary>Steps up to a quarter finer count as like.</summary>
    [TestMethod]
    [DataRow(0.8, 0.9, false)]
    [DataRow(0.79, 0.9, true)]
    [DataRow(0.9, 0.79, true)]
    [DataRow(1.0, double.NaN, true)]
    public void IsUnlike_ComparesEachInputWithTheWhole(double first, double second, bool expected)
    {
        var steps = new Dictionary<string, double?> { ["a"] = first, ["c"] = double.IsNaN(second) ? null : second };
        Assert.AreEqual(expected, JoinedParts.IsUnlike(ModelBuilder.MakeNode("Concat", "a c", "t"), 1, input => steps[input]));
    }

    private static ModelBuilder Joined() => SmallModels.Images().Weights("v", QuantizerRun.Uniform(new Random(3), 8 * 16), 8, 16, 1, 1)
        .Node("Conv", "x w b", "a", SmallModels.Padded).Node("Conv", "x w2 b", "c", SmallModels.Padded).Node("Concat", "a c", "t", ("axis", 1));

    private static string Find(GraphProto graph, params string[] excluded)
    {
        var rules = QuantizerRun.Target.Rules.Operators;
        return string.Join("; ", JoinedParts.Find(graph, PlacementRun.Plan(graph, excluded), rules).Select(part => $"{part.Node}: {part.Tensor} > {string.Join(',', part.Outputs)}"));
    }
}
