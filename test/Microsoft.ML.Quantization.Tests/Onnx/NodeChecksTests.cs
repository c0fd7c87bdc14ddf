using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>What ONNX Runtime would divide by, count to or read without looking is refused before it sees it.</summary>
[TestClass]
public sealed class NodeChecksTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public required TestContext TestContext { get; set; }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("ConvTranspose", "group", 0)]
    [DataRow("Conv", "group", -1)]
    [DataRow("Conv", "strides", 0)]
    [DataRow("Conv", "dilations", 0)]
    [DataRow("MaxPool", "kernel_shape", int.MaxValue)]
    [DataRow("AveragePool", "strides", 0)]
    [DataRow("MaxPool", "pads", int.MaxValue)]
    [DataRow("Attention", "q_num_heads", 0)]
    [DataRow("Attention", "kv_num_heads", 1 << 30)]
    [DataRow("com.microsoft:MultiHeadAttention", "num_heads", 0)]
    [DataRow("DepthToSpace", "blocksize", 0)]
    [DataRow("GroupNormalization", "num_groups", 0)]
    [DataRow("LSTM", "hidden_size", -4)]
    [DataRow("Split", "num_outputs", 0)]
    [DataRow("LRN", "size", 0)]
    [DataRow("Softmax", "axis", int.MinValue)]
    [DataRow("RoiAlign", "output_height", 0)]
    public void Load_WithAnAttributeOutOfRange_NamesFileNodeAttributeValueAndRange(string operatorType, string attribute, int value)
    {
        object given = attribute is "strides" or "dilations" or "kernel_shape" or "pads" ? new[] { 1, value } : value;
        var node = ModelBuilder.MakeNode(operatorType, "x", "y", (attribute, given));
        node.Name = "faulty";
        var model = new ModelBuilder(13).Input("x", 1, 4, 8, 8).Output("y").Build();
        model.Graph.Node.Add(node);
        Refused(model, "'faulty'", $"{attribute} = {value}", "is allowed");
    }

    [TestMethod]
    public void Load_WithAnAttributeOutOfRange_LooksIntoSubgraphsAndFunctions()
    {
        GraphProto branch = new ModelBuilder(13).Node("Conv", "x w", "t", ("group", 0)).Output("t").Build().Graph;
        Refused(
            new ModelBuilder(13).Input("x", 1, 1, 4, 4).Input("c", TensorProto.Types.DataType.Bool).Weights("w", [1f], 1, 1, 1, 1)
                .Node("If", "c", "y", ("then_branch", branch), ("else_branch", branch.Clone())).Output("y").Build(),
            "(Conv)", "group = 0");

        var model = new ModelBuilder(13).Import("own", 1).Input("x", 1, 1, 4, 4).Node("own:F", "x", "y").Output("y").Build();
        model.Functions.Add(new FunctionProto { Name = "F", Domain = "own", Input = { "a" }, Output = { "b" }, Node = { ModelBuilder.MakeNode("DepthToSpace", "a", "b", ("blocksize", 0)) } });
        Refused(model, "(DepthToSpace)", "blocksize = 0");
    }

    [TestMethod]
    public void Load_OfACallOfAFunction_LeavesItsAttributesAlone()
    {
        var model = new ModelBuilder(13).Import("own", 1).Input("x", 1, 4).Node("own:F", "x", "y", ("group", 0)).Output("y").Build();
        model.Functions.Add(new FunctionProto { Name = "F", Domain = "own", Input = { "a" }, Output = { "b" }, Attribute = { "group" }, Node = { ModelBuilder.MakeNode("Neg", "a", "b") } });
        using var loaded = OnnxModelReader.Load(_folder.Write(model));
        Assert.AreEqual("own", loaded.Graph.Node[0].Domain);
    }

    [TestMethod]
    public void Load_WithHeadsThatDoNotDivide_NamesBoth() => Refused(
        new ModelBuilder(23).Input("x", 1, 4, 6).Node("Attention", "x x x", "y", ("q_num_heads", 3), ("kv_num_heads", 2)).Output("y").Build(), "q_num_heads = 3", "kv_num_heads = 2");

    [TestMethod]
    public void Load_WithGroupsThatDoNotDivideTheWeights_NamesBoth() => Refused(
        new ModelBuilder(13).Input("x", 1, 6, 4, 4).Weights("w", new float[8], 8, 1, 1, 1).Node("Conv", "x w", "y", ("group", 6)).Output("y").Build(), "group = 6", "8 channels");

    [TestMethod]
    public void Load_WithoutAnInputThatIsNeeded_NamesNodeAndPlace()
    {
        Refused(new ModelBuilder(13).Input("x", 3).Node("Max", "x -", "y").Output("y").Build(), "(Max)", "input 1");
        Refused(new ModelBuilder(13).Input("x", 3).Node("Gemm", "x - x", "y").Output("y").Build(), "(Gemm)", "input 1");
    }

    [TestMethod]
    public void Load_WithOptionalInputsLeftOutAtTheEnd_TakesThemAway()
    {
        using var model = OnnxModelReader.Load(_folder.Write(
            new ModelBuilder(20).Input("x", 1, 10, 1).Node("DFT", "x - -", "y").Node("Clip", "y - x", "z").Output("z").Build()));
        CollectionAssert.AreEqual(new[] { "x" }, model.Graph.Node[0].Input);
        CollectionAssert.AreEqual(new[] { "y", "", "x" }, model.Graph.Node[1].Input);
    }

    [TestMethod]
    public void Load_WithRepeatedInputsOrOutputs_NamesThem()
    {
        var model = new ModelBuilder(13).Input("x", 3).Node("Neg", "x", "y").Output("y").Output("y").Build();
        Refused(model, "output", "'y'");
        model.Graph.Output.RemoveAt(1);
        model.Graph.Input.Add(model.Graph.Input[0].Clone());
        Refused(model, "input", "'x'");
    }

    /// <summary>The tables refuse nothing that the standard allows.</summary>
    [TestMethod]
    public void Verify_OfTheStandardsOwnModels_RefusesNone()
    {
        using var models = new BackendTests("node/");
        int checkedNodes = 0;
        foreach (string path in models.Models)
        {
            foreach (var node in ModelWalker.Nodes(ModelProto.Parser.ParseFrom(File.ReadAllBytes(path))))
            {
                NodeChecks.Verify(node);
                checkedNodes++;
            }
        }

        Assert.IsGreaterThan(1000, checkedNodes);
        TestContext.WriteLine($"{checkedNodes} nodes.");
    }

    private void Refused(ModelProto model, params string[] parts)
    {
        string path = _folder.Write(model);
        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(path), [path, .. parts]);
    }
}
