using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Tests.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

/// <summary>What a constant is used for decides whether training changes it.</summary>
[TestClass]
public sealed class TrainableTensorsTests
{
    private static readonly Dictionary<string, (ModelBuilder Model, string Trained)> Roles = new(StringComparer.Ordinal)
    {
        ["Conv"] = (Form.Of(17, -1, 2, 4, 4).Made("w", 3, 2, 1, 1).Made("b", 3).Node("Conv", "x w b", "y"), "b w"),
        ["ConvTranspose"] = (Form.Of(17, -1, 2, 4, 4).Made("w", 2, 3, 1, 1).Made("b", 3).Node("ConvTranspose", "x w b", "y"), "b w"),
        ["Gemm"] = (Form.Of(17, -1, 4).Made("w", 4, 3).Made("b", 3).Node("Gemm", "x w b", "y"), "b w"),
        ["MatMul and its bias"] = (Form.Of(17, -1, 4).Made("w", 4, 3).Made("b", 3).Node("MatMul", "x w", "p").Node("Add", "b p", "y"), "b w"),
        ["Conv and its bias behind it"] = (Form.Of(17, -1, 2, 4, 4).Made("w", 3, 2, 1, 1).Made("b", 1, 3, 1, 1).Node("Conv", "x w", "p").Node("Add", "p b", "y"), "b w"),
        ["BatchNormalization"] = (Form.Of(17, -1, 2).Made("s", 2).Made("b", 2).Made("m", 2).Made("v", 2).Node("BatchNormalization", "x s b m v", "y"), "b s"),
        ["LayerNormalization"] = (Form.Of(17, -1, 4).Made("s", 4).Made("b", 4).Node("LayerNormalization", "x s b", "y"), "b s"),
        ["LayerNormalization written out"] = (
            Form.Of(17, -1, 4).Made("s", 4).Made("b", 4).Scalar("two", 2f).Scalar("e", 1e-5f).Node("ReduceMean", "x", "m", ("axes", new[] { -1 })).Node("Sub", "x m", "c")
                .Node("Pow", "c two", "q").Node("ReduceMean", "q", "v", ("axes", new[] { -1 })).Node("Add", "v e", "ve").Node("Sqrt", "ve", "d")
                .Node("Div", "c d", "n").Node("Mul", "n s", "sn").Node("Add", "sn b", "y"), "b s"),
        ["PRelu"] = (Form.Of(17, -1, 4).Made("s", 4).Node("PRelu", "x s", "y"), "s"),
        ["An embedding table and a table of positions"] = (
            Form.Of(17, -1, 4, 3).Made("table", 9, 3).Made("p", 1, 4, 3).Node("Cast", "x", "i", ("to", 7)).Node("Gather", "table i", "e").Node("ReduceSum", "e", "s").Node("Add", "x p", "t").Node("Add", "s t", "y"), ""),
        ["A table of positions behind MatMul"] = (Form.Of(17, -1, 4, 3).Made("w", 3, 3).Made("p", 1, 4, 3).Node("MatMul", "x w", "m").Node("Add", "m p", "y"), "w"),
        ["A mask of scores"] = (
            Form.Of(17, -1, 4, 3).List("mask", 0, 0, 0, -10000f).Node("Transpose", "x", "k", ("perm", new[] { 0, 2, 1 })).Node("MatMul", "x k", "m").Node("Add", "m mask", "s").Node("Softmax", "s", "y"), ""),
        ["A mask of all that is infinite"] = (
            Form.Of(17, -1, 2).Weights("mask", [0, float.NegativeInfinity, 0, float.MinValue], 2, 2).Made("w", 2, 2).Node("MatMul", "x w", "m").Node("Add", "m mask", "y"), "w"),
        ["Factors and offsets of the input"] = (Form.Of(17, -1, 3).Made("m", 3).Made("d", 3).Made("w", 3, 2).Node("Add", "x m", "c").Node("Mul", "c d", "n").Node("MatMul", "n w", "y"), "w"),
        ["A factor behind MatMul"] = (Form.Of(17, -1, 3).Made("f", 2).Made("w", 3, 2).Node("MatMul", "x w", "p").Node("Mul", "p f", "y"), "w"),
    };

    public static IEnumerable<object[]> Names => Roles.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void WeightsAndBiasesTrain_OtherConstantsDoNot(string name) =>
        Assert.AreEqual(Roles[name].Trained, string.Join(' ', TrainableTensors.Names(Roles[name].Model.Model().Graph).Order(StringComparer.Ordinal)));

    /// <summary>Four layers of six products with a bias each, two products of the head, and two normalizations a layer and one of the embeddings.</summary>
    [TestMethod]
    [DataRow("minibert_sst2_fp32_opset13.onnx")]
    [DataRow("minibert_sst2_fp32_opset17.onnx")]
    public void TheWeightsOfAnEncoder_AreTheSameHoweverItsNormalizationIsWritten(string name)
    {
        using var prepared = ModelPreparer.Prepare(OnnxModelReader.Load(SharedAssets.Model(name)));
        Assert.HasCount(70, TrainableTensors.Names(prepared.Graph));
    }
}
