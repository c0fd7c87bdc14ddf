using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>How many nodes a model has once its functions are put in place of their calls is known before ONNX Runtime does it.</summary>
[TestClass]
public sealed class ExpandedSizeTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(2, 60)]
    [DataRow(10, 190)]
    public void FunctionsThatDoubleWithEveryLevel_AreRefusedAtOnce(int calls, int levels)
    {
        var clock = Stopwatch.StartNew();
        _folder.AssertRefused<NotSupportedException>(Nested(calls, levels), "50,000 nodes", $"{levels} functions");
        Assert.IsLessThan(5, clock.Elapsed.TotalSeconds);
    }

    [TestMethod]
    public void AChainOfVeryManyFunctions_IsRefused() => _folder.AssertRefused<NotSupportedException>(Nested(1, 20_000), "200 deep");

    [TestMethod]
    public void AFunctionThatCallsItself_IsRefused()
    {
        var model = Nested(1, 3);
        model.Functions[2].Node[0] = ModelBuilder.MakeNode("local:f0", "a0", "a1");
        _folder.AssertRefused<InvalidDataException>(model, "'f0'", "calls itself");
    }

    [TestMethod]
    public void CallsInSubgraphsCount()
    {
        var model = Nested(2, 60);
        var inner = new GraphProto { Name = "branch" };
        inner.Node.Add(ModelBuilder.MakeNode("local:f0", "x", "t"));
        inner.Output.Add(ModelBuilder.Value("t", TensorProto.Types.DataType.Float, null));
        model.Graph.Node[0] = ModelBuilder.MakeNode("If", "c", "y", ("then_branch", inner), ("else_branch", inner.Clone()));
        model.Graph.Input.Add(ModelBuilder.Value("c", TensorProto.Types.DataType.Bool, []));
        _folder.AssertRefused<NotSupportedException>(model, "50,000 nodes");
    }

    [TestMethod]
    public void FewNodes_Run()
    {
        using var file = new Pipeline.ModelFile(Nested(2, 5));
        using var model = OnnxModelReader.Load(file.Path);
        CollectionAssert.AreEqual(new[] { 1f, -2f }, ModelRunner.Run(model, (_, _, _) => new[] { 1f, -2f })["y"]);
    }

    /// <summary>Functions that each call the next some times; the last computes Neg, and an even number of calls in all changes nothing.</summary>
    private static ModelProto Nested(int calls, int levels)
    {
        var model = new ModelBuilder(17).Import("local", 1).Input("x", 2).Node("local:f0", "x", "y").Output("y").Build();
        for (int level = 0; level < levels; level++)
        {
            var function = new FunctionProto { Name = $"f{level}", Domain = "local", Input = { "a0" }, Output = { $"a{calls}" } };
            function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
            function.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
            for (int call = 0; call < calls; call++)
            {
                function.Node.Add(ModelBuilder.MakeNode(level == levels - 1 ? "Neg" : $"local:f{level + 1}", $"a{call}", $"a{call + 1}"));
            }

            model.Functions.Add(function);
        }

        return model;
    }
}
