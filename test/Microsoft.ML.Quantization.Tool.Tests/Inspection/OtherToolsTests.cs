using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tool.Tests.Inspection;

/// <summary>What inspect says of models that others quantized.</summary>
[TestClass]
public sealed class OtherToolsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void Qdq_EverythingFuses_NothingIsSaidToBeUnfused()
    {
        var facts = Quantized(OtherToolsModels.Qdq());
        Assert.AreEqual(2, Nodes(facts, "QLinearConv", "INT8"));
        Assert.AreEqual(1, Nodes(facts, "QLinearAdd", "INT8"));
        Assert.AreEqual(1, Nodes(facts, "QGemm", "INT8"));
        CollectionAssert.AreEqual(Array.Empty<string>(), Unfused(facts));
        CollectionAssert.AreEqual(new[] { "7 activations UINT8, one scale each", "3 constants INT8, a scale a channel" }, Texts(facts, "tensors"));
        CollectionAssert.AreEqual(Array.Empty<string>(), Texts(facts, "findings"));
    }

    [TestMethod]
    public void Qdq_OneScaleForAllChannels_IsCounted() =>
        Assert.Contains("3 of 3 weights have one scale for all channels.", string.Join('\n', Texts(Quantized(OtherToolsModels.Qdq(hasScaleEachChannel: false)), "findings")));

    [TestMethod]
    public void Qdq_ConvolutionReadInFloat_IsNamedWithItsReaders()
    {
        // The nodes have no names, as many exporters leave them.
        var facts = Quantized(OtherToolsModels.Qdq(quantizesOutputOfConvolution: false));
        string[] unfused = Unfused(facts);
        Assert.Contains("Conv Conv_c1: the Relu behind it is read in FP32, and both become one node in FP32", unfused);
        Assert.Contains("Conv Conv_c2: its input 'r1' is not quantized", unfused);
        Assert.Contains("Add Add_a: its input 'r1' is not quantized", unfused);
        Assert.HasCount(3, unfused);
        Assert.Contains("2 weights are dequantized anew in every run", string.Join('\n', Texts(facts, "findings")));
    }

    [TestMethod]
    public void Qdq_SignedActivations_WhatBranchesStaysInFloatOnX86()
    {
        var facts = Quantized(OtherToolsModels.Qdq(DataType.Int8));
        Assert.Contains("Activations are INT8", string.Join('\n', Texts(facts, "findings")));
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            string[] unfused = Unfused(facts);
            Assert.Contains("Conv Conv_c2: its input is INT8, which x86 kernels do not take, and is not read by this node alone, which would let ONNX Runtime make it UINT8", unfused);
            Assert.Contains("Conv Conv_c1: its input and its output are INT8, and x86 takes as UINT8 only the one that a single node reads", unfused);
            Assert.AreEqual(0, Nodes(facts, "QLinearConv", "INT8"));
        }
    }

    [TestMethod]
    public void Qdq_SixteenBits_RunInFloat()
    {
        var facts = Quantized(OtherToolsModels.Qdq(DataType.Uint16));
        Assert.Contains("16 bits have no kernels", string.Join('\n', Texts(facts, "findings")));
        Assert.IsTrue(Array.Exists(Unfused(facts), node => node.EndsWith("UINT16 has no kernel on CPUs", StringComparison.Ordinal)), string.Join('\n', Unfused(facts)));
    }

    [TestMethod]
    public void WeightsOnly_SaysWhatItCosts()
    {
        var facts = Quantized(OtherToolsModels.WeightsOnly());
        CollectionAssert.AreEqual(new[] { "1 constant INT8, a scale a channel" }, Texts(facts, "tensors"));
        CollectionAssert.AreEqual(new[] { "Conv Conv_y: its input 'x' is not quantized" }, Unfused(facts));
        Assert.Contains("1 weight is dequantized anew in every run", string.Join('\n', Texts(facts, "findings")));
    }

    [TestMethod]
    [DataRow(false, "one scale each")]
    [DataRow(true, "a scale a channel")]
    public void IntegerOperators_WeightsAndActivationsAreCounted(bool hasScaleEachChannel, string scales)
    {
        var facts = Quantized(OtherToolsModels.IntegerOperators(hasScaleEachChannel: hasScaleEachChannel));
        CollectionAssert.AreEqual(new[] { "5 activations UINT8, one scale each", $"2 constants INT8, {scales}" }, Texts(facts, "tensors"));
        Assert.AreEqual(2, Nodes(facts, "QLinearConv", "INT8"));

        // A pool over integers is none in FP32.
        Assert.AreEqual(1, facts["kernels"]!.AsArray().Where(kernel => ((string)kernel!["kernel"]!).EndsWith("MaxPool", StringComparison.Ordinal)).Sum(kernel => (string)kernel!["runsIn"]! == "INT8" ? 1 : 0));
        CollectionAssert.AreEqual(Array.Empty<string>(), Unfused(facts));
        Assert.AreEqual(hasScaleEachChannel ? 0 : 1, Texts(facts, "findings").Length);
    }

    [TestMethod]
    public void IntegerOperators_SignedActivations_AreSaidToBeSlowOnX86() =>
        Assert.Contains("Integer operators take INT8 activations", string.Join('\n', Texts(Quantized(OtherToolsModels.IntegerOperators(DataType.Int8)), "findings")));

    [TestMethod]
    public void Dynamic_TellsThatRangesAreFoundInEveryRun()
    {
        var facts = Quantized(OtherToolsModels.Dynamic());
        CollectionAssert.AreEqual(new[] { "2 constants INT8", "2 activations quantized when the model runs" }, Texts(facts, "tensors"));
        Assert.Contains("2 activations are quantized when the model runs", string.Join('\n', Texts(facts, "findings")));
        Assert.IsTrue(facts["kernels"]!.AsArray().Any(kernel => (bool)kernel!["isInteger"]!), facts.ToJsonString());
        CollectionAssert.AreEqual(Array.Empty<string>(), Unfused(facts));
    }

    [TestMethod]
    public void WeightsBehindConversions_AreTheLayers()
    {
        var json = Inspect(OtherToolsModels.Qdq());
        var operators = json["operators"]!.AsArray().ToDictionary(each => (string)each!["operator"]!, each => (long)each!["weightBytes"]!);
        Assert.IsGreaterThan(2 * 8 * 8 * 9, operators["Conv"]);
        Assert.IsLessThan(operators["Conv"], operators["DequantizeLinear"]);
    }

    [TestMethod]
    public void OperatorThatOnnxRuntimeDoesNotHave_IsSaid_AndTheRestIsShown()
    {
        var model = OtherToolsModels.WeightsOnly();
        model.Graph.Node[^1].OpType = "ConvOfTheFuture";
        var facts = Quantized(model);
        Assert.Contains("ONNX Runtime does not open this model here", Texts(facts, "findings")[0]);
        Assert.IsEmpty(facts["kernels"]!.AsArray());
        CollectionAssert.AreEqual(new[] { "1 constant INT8, a scale a channel" }, Texts(facts, "tensors"));
    }

    [TestMethod]
    public void Measure_Qdq_RunsItWithoutItsConversionsToo()
    {
        var times = Inspect(OtherToolsModels.Qdq(), "--measure")["measured"]!;
        Assert.AreEqual("this model without its conversions", (string)times["floatModel"]!);
        Assert.IsGreaterThan(0, (double)times["ratio"]!);
        Assert.IsGreaterThan(0, (double)times["floatMicroseconds"]!);
        Assert.IsLessThanOrEqualTo((double)times["ratio"]!, (double)times["ratioLow"]!);
    }

    [TestMethod]
    public void Qdq_CastsBetweenItsConversions_AsPyTorchWritesThem_CountOnceAndGoToo()
    {
        var model = OtherToolsModels.Qdq();
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "DequantizeLinear" && node.Input[0].EndsWith("_q", StringComparison.Ordinal)).ToList())
        {
            var cast = ModelBuilder.MakeNode("Cast", node.Input[0], $"{node.Input[0]}_cast", ("to", (int)DataType.Uint8));
            model.Graph.Node.Insert(model.Graph.Node.IndexOf(node), cast);
            node.Input[0] = cast.Output[0];
        }

        var json = Inspect(model, "--measure");
        Assert.AreEqual("7 activations UINT8, one scale each", Texts(json["quantized"]!, "tensors")[0]);
        Assert.IsGreaterThan(0, (double)json["measured"]!["ratio"]!);
    }

    [TestMethod]
    public void Measure_IntegerOperators_AsksForTheFloatModel()
    {
        string path = OtherToolsModels.Save(OtherToolsModels.IntegerOperators(), _scratch["m.onnx"]);
        var shown = ToolRun.Of("inspect", path, "--measure").Succeeds();
        Assert.Contains("--float", shown.Output);
        Assert.Contains("INT8", shown.Output);
        var against = JsonNode.Parse(ToolRun.Of("inspect", path, "--measure", "--float", OtherToolsModels.Save(OtherToolsModels.Qdq(), _scratch["f.onnx"]), "--json").Succeeds().Output)!["measured"]!;
        Assert.IsGreaterThan(0, (double)against["ratio"]!);
    }

    private JsonNode Inspect(ModelProto model, params string[] arguments) =>
        JsonNode.Parse(ToolRun.Of(["inspect", OtherToolsModels.Save(model, _scratch["other.onnx"]), "--json", .. arguments]).Succeeds().Output)!;

    private JsonNode Quantized(ModelProto model) => Inspect(model)["quantized"]!;

    private static string[] Texts(JsonNode facts, string key) => [.. facts[key]!.AsArray().Select(text => (string)text!)];

    private static string[] Unfused(JsonNode facts) => [.. facts["unfused"]!.AsArray().Select(node => $"{node!["operator"]} {node["node"]}: {node["reason"]}")];

    private static int Nodes(JsonNode facts, string kernel, string runsIn) =>
        facts["kernels"]!.AsArray().Where(each => (string)each!["kernel"]! == kernel && (string)each["runsIn"]! == runsIn).Sum(each => (int)each!["nodes"]!);
}
