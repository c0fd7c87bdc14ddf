using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

[TestClass]
public sealed class PostTrainingQuantizerTests
{
    [TestMethod]
    public void Run_GivesTheSameBytesForTheSameInputAndAnyThreads()
    {
        var rows = QuantizerRun.Rows(9, SmallModels.Image);
        byte[] first = QuantizerRun.Quantize(SmallModels.Residual(), rows).Bytes();
        foreach (int threads in new[] { 1, 2, 5 })
        {
            var options = new QuantizationOptions { OnlyWhereFaster = false, IntraOpThreads = threads };
            CollectionAssert.AreEqual(first, QuantizerRun.Quantize(SmallModels.Residual(), rows, options).Bytes(), $"{threads} threads");
        }
    }

    [TestMethod]
    public void Run_KeepsNamesTypesTextsAndMetadata()
    {
        var model = SmallModels.TwoOutputs();
        (model.DocString, model.ProducerName, model.Graph.DocString, model.Graph.Input[0].DocString) = ("what it is", "maker", "the graph", "an image");
        model.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "me" });
        var written = QuantizerRun.Quantize(model, QuantizerRun.Rows(2, SmallModels.Image)).Model.Proto;

        Assert.AreEqual("what it is", written.DocString);
        Assert.AreEqual("the graph", written.Graph.DocString);
        Assert.AreEqual("me", written.MetadataProps.Single(entry => entry.Key == "author").Value);
        Assert.AreEqual(model.Graph.Input.Single(), written.Graph.Input.Single());
        CollectionAssert.AreEqual(new[] { "y", "z" }, written.Graph.Output.Select(output => output.Name).ToArray());
        Assert.IsTrue(written.Graph.Output.All(output => output.Type.TensorType.ElemType == (int)DataType.Float));
        Assert.IsTrue(written.MetadataProps.Count > 1, "says what made it");
    }

    [TestMethod]
    public void Run_RefusesAQuantizedModel()
    {
        var rows = QuantizerRun.Rows(2, SmallModels.Image);
        var quantized = QuantizerRun.Quantize(SmallModels.Conv(), rows).Model.Proto;
        ErrorAssert.Throws<NotSupportedException>(() => QuantizerRun.Quantize(quantized, rows), "already quantized");
    }

    [TestMethod]
    public void Run_ReturnsAModelWithoutQuantizableNodesWithAWarning()
    {
        var model = new ModelBuilder(13).Input("x", 1, 16).Node("Softmax", "x", "y").Output("y").Build();
        var messages = new QuantizerRun.Messages();
        var result = QuantizerRun.Quantize(model, QuantizerRun.Rows(3, SmallModels.Vector), null, messages);

        Assert.AreEqual(3, messages.Rows);
        StringAssert.Contains(messages.Warnings.Single(), "no node that can run in INT8");
        CollectionAssert.AreEqual(model.Graph.Node, result.Model.Graph.Node);
        Assert.AreEqual(1.0, result.Report.Value.Agreement);
        StringAssert.Contains(result.Report.Value.Warnings.Single(), "No node can run in INT8");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(0.7)]
    [DataRow(-3)]
    public void Run_WorksForActivationsThatWereConstant(double value)
    {
        var rows = QuantizerRun.Rows("x", 3, value, value, SmallModels.Image);
        var result = QuantizerRun.Quantize(SmallModels.Residual(), rows, QuantizerRun.MinMax);
        LayerAssert.IsClose(SmallModels.Residual(), result, rows);
        Assert.IsTrue(result.Report.Value.Warnings.Any(warning => warning.Contains("'x' had a single value", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Run_RefusesATensorThatNeverHasAValue()
    {
        var model = new ModelBuilder(13).Input("x", 1, 16).Weights("zero", [0L], 1).Weights("w", QuantizerRun.Uniform(new Random(3), 96), 16, 6)
            .Node("Slice", "x zero zero zero", "nothing").Node("MatMul", "nothing w", "y").Output("y").Build();
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(model, QuantizerRun.Rows(3, SmallModels.Vector)), "'nothing' had no values", "exclude the nodes");
    }

    [TestMethod]
    public void Run_StopsWhenCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var options = new QuantizationOptions { CancellationToken = source.Token, OnlyWhereFaster = false };
        Assert.Throws<OperationCanceledException>(() => QuantizerRun.Quantize(SmallModels.Conv(), QuantizerRun.Rows(3, SmallModels.Image), options));
    }

    [TestMethod]
    public void Run_SaysThatThereAreNoRows()
    {
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(SmallModels.Conv(), []), "There are no rows");
    }
}
