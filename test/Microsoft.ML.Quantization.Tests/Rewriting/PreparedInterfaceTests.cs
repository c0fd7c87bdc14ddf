using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

[TestClass]
public class PreparedInterfaceTests
{
    [TestMethod]
    public void Prepare_KeepsInputsOutputsDocumentationAndMetadata()
    {
        ModelProto proto = new ModelBuilder(11).Import("com.microsoft", 1).Import("ai.onnx.ml", 2).Input("x", -1, 3).Input("unused", DataType.Int64, -1)
            .Node("Relu", "x", "y").Output("y").Build();
        proto.DocString = "what it is for";
        proto.Domain = "org.example";
        proto.ModelVersion = 42;
        proto.ProducerName = "exporter";
        proto.Graph.DocString = "a graph";
        proto.Graph.Input[0].DocString = "the data";
        proto.Graph.Output[0].Type.TensorType.Shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "rows" }, new TensorShapeProto.Types.Dimension { DimValue = 3 } } };
        proto.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "someone" });

        ModelProto prepared = ModelPreparer.Prepare(new OnnxModel(proto.Clone(), "test")).Proto;

        Assert.AreEqual(proto.Graph.Input, prepared.Graph.Input);
        Assert.AreEqual(proto.Graph.Output, prepared.Graph.Output);
        Assert.AreEqual(proto.MetadataProps, prepared.MetadataProps);
        Assert.AreEqual(
            (proto.DocString, proto.Domain, proto.ModelVersion, proto.ProducerName, proto.Graph.DocString, proto.Graph.Name),
            (prepared.DocString, prepared.Domain, prepared.ModelVersion, prepared.ProducerName, prepared.Graph.DocString, prepared.Graph.Name));
        CollectionAssert.AreEqual(new[] { "" }, prepared.OpsetImport.Select(import => import.Domain).ToArray());
    }

    [TestMethod]
    public void Prepare_LeavesTheModelItIsGivenAlone()
    {
        OnnxModel model = Folding(9);
        ModelProto before = model.Proto.Clone();
        ModelPreparer.Prepare(model);
        Assert.AreEqual(before, model.Proto);
    }

    [TestMethod]
    [DataRow(7, 3)]
    [DataRow(13, 8)]
    [DataRow(21, 10)]
    public void Prepare_FoldsInitializersThatAreAlsoInputs(int opset, int irVersion)
    {
        OnnxModel model = Folding(opset, irVersion);
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            model.Graph.Input.Add(ModelBuilder.Value(tensor.Name, DataType.Float, [.. tensor.Dims]));
        }

        using OnnxModel prepared = ModelPreparer.Prepare(model);

        CollectionAssert.AreEqual(new[] { "Conv" }, prepared.Graph.Node.Select(node => node.OpType).ToArray());
        CollectionAssert.AreEqual(new[] { "x" }, prepared.Graph.Input.Select(input => input.Name).ToArray());
        Assert.AreEqual(Math.Max(opset, 13), Opset.Version(prepared.Proto));
        ModelRunner.AssertSame(Folding(opset), prepared, tolerance: 1e-5);
    }

    [TestMethod]
    public void Prepare_GivesEveryNodeItsOwnNameAndKeepsThoseThereAre()
    {
        ModelProto proto = new ModelBuilder(13).Input("x", 2).Node("Relu", "x", "a").Node("Neg", "a", "b").Node("Exp", "b", "c").Node("Abs", "c", "y").Output("y").Build();
        proto.Graph.Node[1].Name = "named";
        proto.Graph.Node[3].Name = "Relu_a";

        string[] names = [.. ModelPreparer.Prepare(new OnnxModel(proto, "test")).Graph.Node.Select(node => node.Name)];

        CollectionAssert.AreEqual(new[] { "Relu_a_1", "named", "Exp_c", "Relu_a" }, names);
    }

    [TestMethod]
    public void Complete_RenamesTheLaterOfTwoNodesOfOneName()
    {
        GraphProto graph = new ModelBuilder(13).Node("Relu", "x", "a").Node("Relu", "a", "b").Node("Relu", "b", "c").Build().Graph;
        (graph.Node[0].Name, graph.Node[1].Name, graph.Node[2].Name) = ("r", "r", "r_1");

        NodeNames.Complete(graph);
        CollectionAssert.AreEqual(new[] { "r", "r_2", "r_1" }, graph.Node.Select(node => node.Name).ToArray());
    }

    [TestMethod]
    public void Prepare_OfAFloat16Model_LeavesFloatWeights()
    {
        ModelProto proto = new ModelBuilder(13).Input("x", DataType.Float16, 1, 1, 4, 4).Weights(TensorData.Create<Half>("w", new Half[9], 1, 1, 3, 3))
            .Node("Conv", "x w", "a").Node("Relu", "a", "y").Output("y", DataType.Float16).Build();

        using OnnxModel prepared = ModelPreparer.Prepare(new OnnxModel(proto, "test"));

        Assert.AreEqual((int)DataType.Float, prepared.Graph.Initializer.Single().DataType);
        CollectionAssert.AreEqual(new[] { "Cast", "Conv", "Relu", "Cast" }, prepared.Graph.Node.Select(node => node.OpType).ToArray());
        Assert.AreEqual(proto.Graph.Output, prepared.Graph.Output);
    }

    [TestMethod]
    public void Prepare_Twice_GivesTheSameBytes() =>
        CollectionAssert.AreEqual(ModelPreparer.Prepare(Folding(9)).Proto.ToByteArray(), ModelPreparer.Prepare(Folding(9)).Proto.ToByteArray());

    [TestMethod]
    public void Prepare_OfAPreparedModel_ChangesNothing()
    {
        OnnxModel once = ModelPreparer.Prepare(Folding(9));
        Assert.AreEqual(once.Proto, ModelPreparer.Prepare(once).Proto);
    }

    private static OnnxModel Folding(long opset, long irVersion = 8)
    {
        float[] weights = [.. Enumerable.Range(0, 18).Select(i => i * 0.1f - 0.5f)];
        return new ModelBuilder(opset, irVersion).Input("x", 1, 1, 5, 5).Weights("w", weights, 2, 1, 3, 3)
            .Weights("s", [1f, 2f], 2).Weights("b", [0.5f, -1f], 2).Weights("m", [0.1f, 0.2f], 2).Weights("v", [1f, 2f], 2).Weights("nobody", [1f], 1)
            .Node("Conv", "x w", "conv").Node("BatchNormalization", "conv s b m v", "bn").Node("Identity", "bn", "y").Output("y").Model();
    }
}
