using Microsoft.ML.Quantization.Pipeline;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class ColumnMappingTests
{
    private static readonly ModelSignature Model = new(
        "m.onnx",
        [Tensor("ids"), Tensor("mask")],
        [Tensor("scores"), Tensor("boxes"), Tensor("label.output")]);

    [TestMethod]
    public void Default_TakesTheGraphsNames_WithoutTheSuffixThatMLNetDrops()
    {
        var mapping = ColumnMapping.Create(Model, null, null);
        CollectionAssert.AreEqual(new[] { "ids", "mask" }, mapping.Inputs.Select(input => input.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "scores", "boxes", "label" }, mapping.Outputs.Select(output => output.Name).ToArray());
    }

    [TestMethod]
    public void GraphNames_AreTakenByName_InAnyOrder()
    {
        var mapping = ColumnMapping.Create(Model, ["boxes"], ["mask", "ids"]);
        Assert.AreEqual("boxes", mapping.Outputs.Single().Tensor.Name);
        CollectionAssert.AreEqual(new[] { "mask", "ids" }, mapping.Inputs.Select(input => input.Tensor.Name).ToArray());
    }

    [TestMethod]
    public void OtherNames_AreTakenInOrder()
    {
        var mapping = ColumnMapping.Create(Model, ["P", "Q"], ["A", "mask"]);
        CollectionAssert.AreEqual(new[] { "scores", "boxes" }, mapping.Outputs.Select(output => output.Tensor.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "ids", "mask" }, mapping.Inputs.Select(input => input.Tensor.Name).ToArray());
    }

    [TestMethod]
    [DataRow("boxes Q", "ids mask", "bears the name of another output")]
    [DataRow("P", "mask A", "bears the name of another input")]
    [DataRow("P", "A", "needs 2 input columns")]
    [DataRow("P Q R S", "A B", "has 3 outputs")]
    [DataRow("A", "A B", "name of an input column")]
    [DataRow("P P", "A B", "Output columns of one name")]
    [DataRow("P.output", "A B", "'.output'")]
    [DataRow("", "A B", "at least one column name")]
    public void NamesThatDoNotGo_AreRefused(string outputs, string inputs, string message)
    {
        string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ColumnMapping.Create(Model, Split(outputs), Split(inputs))).Message, message);
    }

    [TestMethod]
    public void TypeThatNoColumnHolds_IsRefused()
    {
        var model = Model with { Inputs = [Tensor("text") with { Type = DataType.Complex64 }] };
        var error = Assert.ThrowsExactly<NotSupportedException>(() => ColumnMapping.Create(model, null, null));
        StringAssert.Contains(error.Message, "'text'");
    }

    private static TensorSignature Tensor(string name) => new(name, DataType.Float, [new TensorDimension(null, "N"), new TensorDimension(3, null)]);
}
