using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>What cannot be trained is said, with the name of the node.</summary>
[TestClass]
public sealed class RefusalTests
{
    private static readonly Dictionary<string, (ModelBuilder Model, string Reason)> Forms = new(StringComparer.Ordinal)
    {
        ["Conv over four dimensions"] = (Form.Of(13, 1, 1, 2, 2, 2, 2).Made("w", 1, 1, 1, 1, 1, 1).Node("Conv", "x w", "y"), "4 dimensions"),
        ["Conv, same and dilated"] = (Form.Of(13, 1, 1, 5, 5).Made("w", 1, 1, 3, 3).Node("Conv", "x w", "y", ("auto_pad", "SAME_UPPER"), ("dilations", new[] { 2, 2 })), "auto_pad SAME_UPPER with dilations"),
        ["Cast to a type of the future"] = (Form.Of(13, 2).Node("Cast", "x", "y", ("to", (int)TensorProto.Types.DataType.Float8E4M3Fn)), "float8e4m3fn"),
        ["Gelu by another approximation"] = (Form.Of(20, 2).Node("Gelu", "x", "y", ("approximate", "sigmoid")), "approximation 'sigmoid'"),
        ["Pad in an unknown mode"] = (Form.Of(13, 2).List("p", 1, 1).Node("Pad", "x p", "y", ("mode", "mirror")), "mode 'mirror'"),
        ["Resize in an unknown mode"] = (Form.Of(13, 1, 1, 2, 2).List("s", 1f, 1f, 2f, 2f).Node("Resize", "x - s", "y", ("mode", "lanczos")), "mode 'lanczos'"),
        ["Squeeze of a wide axis"] = (Form.Of(13, 2, 3).List("a", 1).Node("Squeeze", "x a", "y"), "axis 1 has size 3"),
    };

    public static IEnumerable<object[]> Names => Forms.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void AFormThatCannotBeTrained_IsRefusedWithItsReason(string name)
    {
        var model = Forms[name].Model.Model();
        model.Graph.Node[0].Name = "node 7";
        long[] shape = [.. model.Graph.Input[0].Type.TensorType.Shape.Dim.Select(dim => dim.DimValue)];
        var input = new TensorValue("x", new float[shape.Aggregate(1L, (product, size) => product * size)], shape);
        var refusal = Assert.Throws<NotSupportedException>(() => TorchRun.Outputs(model, [input]));
        Assert.Contains("'node 7'", refusal.Message);
        Assert.Contains(Forms[name].Reason, refusal.Message);
    }

    [TestMethod]
    public void OperatorsWithoutAHandler_AreNamedBeforeAnythingRuns()
    {
        var model = Form.Of(13, 2, 2)
            .Node("Relu", "x", "a").Node("Hardmax", "a", "b").Node("com.example:Mystery", "b", "c").Node("Hardmax", "c", "d").Node("Det", "d", "y")
            .Model();
        model.Graph.Node[1].Name = "first";
        var refusal = Assert.Throws<NotSupportedException>(() => new TorchGraph(model, OperatorHandlers.Find));
        Assert.Contains("Det, Hardmax, com.example.Mystery", refusal.Message);
        Assert.Contains("'first'", refusal.Message);
        Assert.Contains(model.SourcePath, refusal.Message);
    }
}
