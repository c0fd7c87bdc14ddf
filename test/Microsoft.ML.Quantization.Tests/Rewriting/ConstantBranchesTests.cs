using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

/// <summary>An If whose condition is a constant gives way to the branch that it takes.</summary>
[TestClass]
public sealed class ConstantBranchesTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void TheBranchThatIsTaken_StandsInItsPlace(bool condition)
    {
        // Both use the names that the other and the graph around them use.
        var then = new ModelBuilder(17).Weights("k", [2f]).Node("Mul", "a k", "t").Node("Relu", "t", "m").Output("m").Build().Graph;
        var other = new ModelBuilder(17).Weights("k", [3f]).Node("Add", "a k", "t").Node("Neg", "t", "m").Output("m").Build().Graph;
        AssertInlined(Conditional(condition).Node("Abs", "x", "a").Node("If", "c", "y", ("then_branch", then), ("else_branch", other)).Node("Sigmoid", "y", "m2").Output("m2").Output("y"));
    }

    /// <summary>Two such nodes whose branches use the same names inside.</summary>
    [TestMethod]
    public void NamesThatOccurTwice_AreMadeUnique()
    {
        static GraphProto Branch(string type) => new ModelBuilder(17).Weights("k", [2f]).Node(type, "x k", "t").Node("Relu", "t", "m").Output("m").Build().Graph;
        AssertInlined(Conditional(true)
            .Node("If", "c", "y", ("then_branch", Branch("Mul")), ("else_branch", Branch("Add")))
            .Node("If", "c", "z", ("then_branch", Branch("Sub")), ("else_branch", Branch("Add")))
            .Node("Mul", "y z", "t").Output("t"));
    }

    [TestMethod]
    public void WhatABranchOnlyPassesOn_IsPassedOn()
    {
        var then = new ModelBuilder(17).Weights("k", [2f, 3f, 4f], 3).Node("Neg", "a", "n").Output("k").Output("n").Build().Graph;
        AssertInlined(Conditional(true).Node("Abs", "x", "a")
            .Node("If", "c", "p q", ("then_branch", then), ("else_branch", then.Clone())).Node("Add", "p a", "s").Node("Mul", "q p", "u").Output("s").Output("u"));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void NestedOnesGoToo(bool condition)
    {
        var inmost = new ModelBuilder(17).Node("Exp", "x", "t").Output("t").Build().Graph;
        var second = new ModelBuilder(17).Node("Neg", "x", "t").Output("t").Build().Graph;
        var outer = new ModelBuilder(17).Weights(TensorData.Create<bool>("d", [!condition], [])).Node("If", "d", "w", ("then_branch", inmost), ("else_branch", second)).Node("Add", "w x", "v").Output("v").Build().Graph;
        AssertInlined(Conditional(condition).Node("If", "c", "y", ("then_branch", outer), ("else_branch", outer.Clone())).Node("Relu", "y", "z").Output("z"));
    }

    /// <summary>A constant of the graph around decides inside a branch of which nobody knows whether it is taken.</summary>
    [TestMethod]
    public void InsideABranchThatStays_TheyGoToo()
    {
        var inmost = new ModelBuilder(17).Node("Exp", "x", "t").Output("t").Build().Graph;
        var second = new ModelBuilder(17).Node("Neg", "x", "t").Output("t").Build().Graph;
        var outer = new ModelBuilder(17).Node("If", "c", "w", ("then_branch", inmost), ("else_branch", second)).Node("Add", "w x", "v").Output("v").Build().Graph;
        var model = Conditional(true).Input("free", DataType.Bool).Node("If", "free", "y", ("then_branch", outer), ("else_branch", second.Clone())).Node("Relu", "y", "z").Output("z").Build();
        var inlined = model.Clone();
        Assert.IsTrue(ConstantBranches.Inline(inlined.Graph));
        Assert.AreEqual(1, ModelWalker.Nodes(inlined).Count(node => node.OpType == "If"));
        ModelRunner.AssertSame(new OnnxModel(model, "test.onnx"), new OnnxModel(inlined, "test.onnx"));
    }

    [TestMethod]
    public void AConditionThatIsComputed_Stays()
    {
        var then = new ModelBuilder(17).Node("Exp", "x", "t").Output("t").Build().Graph;
        var model = new ModelBuilder(17).Input("x", 3).Input("c", DataType.Bool).Node("If", "c", "y", ("then_branch", then), ("else_branch", then.Clone())).Output("y").Build();
        Assert.IsFalse(ConstantBranches.Inline(model.Graph));
    }

    private static ModelBuilder Conditional(bool condition) => new ModelBuilder(17).Input("x", 3).Weights(TensorData.Create<bool>("c", [condition], []));

    private static void AssertInlined(ModelBuilder builder)
    {
        var model = builder.Model();
        var inlined = builder.Build();
        Assert.IsTrue(ConstantBranches.Inline(inlined.Graph));
        Assert.IsFalse(ModelWalker.Nodes(inlined).Any(node => node.OpType == "If"));
        ModelRunner.AssertSame(model, new OnnxModel(inlined, "test.onnx"));
        using var prepared = ModelPreparer.Prepare(model);
        Assert.IsFalse(ModelWalker.Nodes(prepared.Proto).Any(node => node.OpType == "If"));
        ModelRunner.AssertSame(model, prepared);
    }
}
