using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Tests.Onnx.ModelBuilder;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Gradients of handlers that are put together from several functions.</summary>
[TestClass]
public sealed class GradientTests
{
    private const double Rounding = 1e-7;

    private static readonly Dictionary<string, (NodeProto Node, Func<Tensor[]> Inputs)> Cases = new(StringComparer.Ordinal)
    {
        ["AveragePool"] = (MakeNode("AveragePool", "x", "y", ("kernel_shape", new[] { 3, 2 }), ("pads", new[] { 1, 1, 0, 0 }), ("ceil_mode", 1), ("strides", new[] { 2, 2 })), () => [Made(1, 2, 4, 5)]),
        ["BatchNormalization"] = (MakeNode("BatchNormalization", "x s b m v", "y"), () => [Made(4, 3, 2), Made(3), Made(3), zeros(3, dtype: float64), ones(3, dtype: float64)]),
        ["Clip"] = (MakeNode("Clip", "x l h", "y"), () => [Made(2, 5), tensor(-0.5), tensor(0.5)]),
        ["ConvTranspose"] = (MakeNode("ConvTranspose", "x w b", "y", ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 0, 0, 1 })), () => [Made(1, 2, 3, 3), Made(2, 2, 3, 2), Made(2)]),
        ["CumSum"] = (MakeNode("CumSum", "x a", "y", ("exclusive", 1), ("reverse", 1)), () => [Made(2, 4), tensor(1L)]),
        ["Einsum"] = (MakeNode("Einsum", "x w", "y", ("equation", "bij,bkj->bik")), () => [Made(2, 3, 4), Made(2, 5, 4)]),
        ["GatherND"] = (MakeNode("GatherND", "x i", "y"), () => [Made(3, 4), tensor(new long[] { 0, -1, 2, 1, 0, -1 }, [3, 2])]),
        ["Gelu"] = (MakeNode("Gelu", "x", "y", ("approximate", "tanh")), () => [Made(2, 5)]),
        ["GroupNormalization"] = (MakeNode("GroupNormalization", "x s b", "y", ("num_groups", 2)), () => [Made(2, 4, 3), Made(2), Made(2)]),
        ["LayerNormalization"] = (MakeNode("LayerNormalization", "x s b", "y", ("axis", 1)), () => [Made(2, 3, 4), Made(3, 4), Made(4)]),
        ["LpNormalization"] = (MakeNode("LpNormalization", "x", "y", ("axis", 1)), () => [Made(2, 3)]),
        ["Pad"] = (MakeNode("Pad", "x p", "y", ("mode", "reflect")), () => [Made(2, 4), tensor(new long[] { 0, 2, 1, -1 })]),
        ["PRelu"] = (MakeNode("PRelu", "x s", "y"), () => [Made(2, 3, 4), Made(3, 1)]),
        ["ReduceL2"] = (MakeNode("ReduceL2", "x a", "y"), () => [Made(2, 3), tensor(new long[] { 1 })]),
        ["ReduceLogSumExp"] = (MakeNode("ReduceLogSumExp", "x", "y"), () => [Made(2, 3)]),
        ["ReduceProd"] = (MakeNode("ReduceProd", "x", "y"), () => [Made(2, 3)]),
        ["Resize cubic"] = (MakeNode("Resize", "x - s", "y", ("mode", "cubic")), () => [Made(1, 2, 4, 3), Scales]),
        ["Resize linear"] = (MakeNode("Resize", "x - s", "y", ("mode", "linear")), () => [Made(1, 2, 4, 3), Scales]),
        ["Resize nearest"] = (MakeNode("Resize", "x - s", "y"), () => [Made(1, 2, 4, 3), Scales]),
        ["RMSNormalization"] = (MakeNode("RMSNormalization", "x s", "y"), () => [Made(2, 4), Made(4)]),
        ["Slice"] = (MakeNode("Slice", "x s e a t", "y"), () => [Made(2, 5), tensor(new long[] { 4 }), tensor(new long[] { 0 }), tensor(new long[] { 1 }), tensor(new long[] { -2 })]),
        ["Where"] = (MakeNode("Where", "c x z", "y"), () => [tensor(new[] { true, false, true }), Made(2, 3), Made(3)]),
    };

    public static IEnumerable<object[]> Names => Cases.Keys.Select(name => new object[] { name });

    private static Tensor Scales => tensor(new[] { 1, 1, 1.7f, 0.6f });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void AHandler_GivesTheGradientsOfWhatItComputes(string name)
    {
        using var scope = NewDisposeScope();
        var (node, make) = Cases[name];
        var inputs = new Queue<Tensor>(make());
        Tensor?[] all = [.. node.Input.Select(input => input.Length == 0 ? null : inputs.Dequeue())];
        Assert.IsLessThan(Rounding, GradientCheck.Largest(node, opset: 18, all));
    }

    private static Tensor Made(params long[] shape) =>
        (arange(1, shape.Aggregate(1L, (product, size) => product * size) + 1, dtype: float64) * 1.7).sin().reshape(shape).requires_grad_(true);
}
