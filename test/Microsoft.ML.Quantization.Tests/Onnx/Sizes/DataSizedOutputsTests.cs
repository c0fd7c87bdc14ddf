using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Onnx.Sizes;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;
using DataType = Microsoft.ML.Quantization.Onnx.TensorProto.Types.DataType;

namespace Microsoft.ML.Quantization.Tests.Onnx.Sizes;

/// <summary>Which outputs have a size that depends on the data.</summary>
[TestClass]
public sealed class DataSizedOutputsTests
{
    [TestMethod]
    public void SizesOfSizes_AreNone()
    {
        // y = x as rows of what its own size says, which a filled tensor is added to.
        var model = Graph(
            Node("Shape", "x", "s"), Node("Gather", "s zero", "n"), Node("Concat", "n rest", "to", ("axis", 0)), Node("Reshape", "x to", "r"),
            Node("ConstantOfShape", "to", "c"), Node("Add", "r c", "y"));
        AssertSized(model);
    }

    [TestMethod]
    [DataRow("NonZero", "x")]
    [DataRow("Unique", "x")]
    [DataRow("Compress", "x flags")]
    [DataRow("Slice", "x index end")]
    [DataRow("Expand", "x index")]
    [DataRow("Tile", "x pair")]
    public void OperatorsThatCountValues_AreFound(string operatorType, string inputs)
    {
        var model = Graph(
            Node("Cast", "x", "flat", ("to", (int)DataType.Int64)), Node("Reshape", "flat minus", "index"), Node("Cast", "index", "flags", ("to", (int)DataType.Bool)),
            Node("Slice", "index zero two", "pair"), Node(operatorType, inputs, "y"));
        AssertSized(model, "y");
    }

    [TestMethod]
    public void SizeThatIsKnownAllTheSame_IsNotFound()
    {
        AssertSized(Graph(Node("NonZero", "x", "at"), Node("Cast", "at", "f", ("to", (int)DataType.Float)), Node("ReduceMax", "f", "m", ("keepdims", 1)), Node("Relu", "m", "y")));
        AssertSized(Graph(Node("NonZero", "x", "at"), Node("Shape", "at", "y")));
    }

    [TestMethod]
    public void BranchesOfOneSize_AreNotFound_OthersAre()
    {
        GraphProto Branch(string operatorType, string output) => new ModelBuilder(17).Node(operatorType, operatorType == "Concat" ? "x x" : "x", output, operatorType == "Concat" ? [("axis", 0)] : [])
            .Output(output).Build().Graph;
        ModelProto If(string first, string second) => Graph(
            Node("ReduceSum", "x", "sum", ("keepdims", 0)), Node("Greater", "sum half", "c"), Node("If", "c", "y", ("then_branch", Branch(first, "a")), ("else_branch", Branch(second, "b"))));
        AssertSized(If("Relu", "Abs"));
        AssertSized(If("Relu", "Concat"), "y");
    }

    [TestMethod]
    public void Functions_AreLookedInto()
    {
        ModelProto Calling(string operatorType)
        {
            var model = Graph(Node("own:Pick", "x", "y"));
            var function = new FunctionProto { Name = "Pick", Domain = "own" };
            function.Input.Add("a");
            function.Output.Add("b");
            function.Node.Add(Node(operatorType, "a", "b"));
            function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
            model.Functions.Add(function);
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = "own", Version = 1 });
            return model;
        }

        AssertSized(Calling("NonZero"), "y");
        AssertSized(Calling("Relu"));
    }

    private static NodeProto Node(string operatorType, string inputs, string output, params (string, object)[] attributes) => ModelBuilder.MakeNode(operatorType, inputs, output, attributes);

    private static ModelProto Graph(params NodeProto[] nodes)
    {
        var model = Pipeline.PipelineModels.Model([Value("x", DataType.Float, "N", 6)], [Value("y", DataType.Float, "N", 6)], nodes);
        model.Graph.Output[0].Type = null;
        foreach (var (name, values) in new (string, long[])[] { ("zero", [0]), ("two", [2]), ("end", [1]), ("rest", [6]), ("minus", [-1]) })
        {
            model.Graph.Initializer.Add(TensorData.Create<long>(name, values, [values.Length]));
        }

        model.Graph.Initializer.Add(TensorData.Create<float>("half", [0.5f], []));
        return model;
    }

    private static void AssertSized(ModelProto model, params string[] expected) =>
        CollectionAssert.AreEquivalent(expected, DataSizedOutputs.Find(new OnnxModel(model, "test.onnx")).ToArray());
}
