using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Forms of functions, reductions and normalizations.</summary>
internal static class ArithmeticForms
{
    private const int Float = (int)TensorProto.Types.DataType.Float;

    public static readonly Dictionary<string, ModelBuilder> All = new(StringComparer.Ordinal)
    {
        ["Clip from below"] = Form.Of(13, 2, 5).Scalar("low", -0.5f).Node("Clip", "x low", "y"),
        ["Clip from above"] = Form.Of(13, 2, 5).Scalar("high", 0.5f).Node("Clip", "x - high", "y"),
        ["PRelu with a slope a channel"] = Form.Of(13, 2, 3, 4).Made("s", 3, 1).Node("PRelu", "x s", "y"),
        ["Gelu by tanh"] = Form.Of(20, 2, 5).Node("Gelu", "x", "y", ("approximate", "tanh")),
        ["HardSigmoid"] = Form.Of(13, 2, 5).Node("HardSigmoid", "x", "y", ("alpha", 0.4f), ("beta", 0.3f)),
        ["Softmax along the channels"] = Form.Of(13, 2, 3, 4).Node("Softmax", "x", "y", ("axis", 1)),
        ["LogSoftmax of large values"] = Form.Of(13, 2, 3).Scalar("k", 100f).Node("Mul", "x k", "z").Node("LogSoftmax", "z", "y"),
        ["Softplus of large values"] = Form.Of(13, 2, 8).Scalar("k", 30f).Node("Mul", "x k", "z").Node("Softplus", "z", "y"),
        ["Dropout"] = Form.Of(13, 2, 3).Node("Dropout", "x", "y m"),
        ["Div of negative integers"] = Form.Of(13, 2, 3).Weights("a", [-7, 7, -8, 8, -9, 9], 2, 3).List("b", 2, -2, 4).Node("Div", "a b", "q").Node("Cast", "q", "f", ("to", Float)).Node("Add", "x f", "y"),
        ["Mod of negative integers"] = Form.Of(13, 2, 3).Weights("a", [-7, 7, -8, 8, -9, 9], 2, 3).List("b", 2, -3, 5).Node("Mod", "a b", "q").Node("Cast", "q", "f", ("to", Float)).Node("Add", "x f", "y"),
        ["Mod as in C"] = Form.Of(13, 2, 3).List("b", 0.3f, -0.7f, 0.5f).Node("Mod", "x b", "y", ("fmod", 1)),
        ["Pow by integers"] = Form.Of(13, 2, 3).List("b", 2, 3, 0).Node("Pow", "x b", "y"),
        ["Mean of three"] = Form.Of(13, 2, 3).Made("a", 3).Made("b", 1, 1, 1).Node("Mean", "x a b", "y"),
        ["Max of three"] = Form.Of(13, 2, 3).Made("a", 3).Made("b", 1).Node("Max", "x a b", "y"),
        ["Where and comparison"] = Form.Of(13, 2, 3).Made("a", 3).Node("Less", "x a", "c").Node("Where", "c x a", "y"),
        ["CumSum backwards, exclusive"] = Form.Of(14, 2, 5).Scalar("axis", -1).Node("CumSum", "x axis", "y", ("exclusive", 1), ("reverse", 1)),
        ["ArgMax, the last of equals"] = Form.Of(13, 2, 4).Node("Round", "x", "r").Node("ArgMax", "r", "i", ("axis", -1), ("select_last_index", 1)).Node("Cast", "i", "f", ("to", Float)).Node("Add", "x f", "y"),
        ["ReduceMean, axes as an attribute"] = Form.Of(13, 2, 3, 4).Node("ReduceMean", "x", "y", ("axes", new[] { -1, 0 }), ("keepdims", 0)),
        ["ReduceMax, axes as an input"] = Form.Of(18, 2, 3, 4).List("axes", -1, 1).Node("ReduceMax", "x axes", "y"),
        ["ReduceSum of nothing"] = Form.Of(13, 2, 3).Node("ReduceSum", "x", "y", ("noop_with_empty_axes", 1)),
        ["ReduceL2 of everything"] = Form.Of(13, 2, 3).Node("ReduceL2", "x", "y", ("keepdims", 0)),
        ["ReduceProd of two axes"] = Form.Of(13, 2, 3, 4).Node("ReduceProd", "x", "y", ("axes", new[] { 0, 2 })),
        ["ReduceLogSumExp of two axes"] = Form.Of(13, 2, 3, 4).Node("ReduceLogSumExp", "x", "y", ("axes", new[] { 0, 2 }), ("keepdims", 0)),
        ["BatchNormalization of vectors"] = Statistics(Form.Of(13, 4, 3)).Node("BatchNormalization", "x s b m v", "y", ("epsilon", 1e-3f)),
        ["BatchNormalization of volumes"] = Statistics(Form.Of(15, 2, 3, 2, 2, 2)).Node("BatchNormalization", "x s b m v", "y"),
        ["InstanceNormalization of lines"] = Form.Of(13, 2, 3, 7).Made("s", 3).Made("b", 3).Node("InstanceNormalization", "x s b", "y"),
        ["GroupNormalization, scale a group"] = Form.Of(18, 2, 6, 3, 3).Made("s", 2).Made("b", 2).Node("GroupNormalization", "x s b", "y", ("num_groups", 2)),
        ["GroupNormalization, scale a channel"] = Form.Of(21, 2, 6, 3, 3).Made("s", 6).Made("b", 6).Node("GroupNormalization", "x s b", "y", ("num_groups", 2)),
        ["LayerNormalization of two axes, no bias"] = Form.Of(17, 2, 3, 4).Made("s", 3, 4).Node("LayerNormalization", "x s", "y", ("axis", 1)),
        ["LayerNormalization with a scale for all"] = Form.Of(17, 2, 3, 4).Made("s", 1).Node("LayerNormalization", "x s", "y"),
        ["LRN"] = Form.Of(13, 2, 6, 3, 3).Node("LRN", "x", "y", ("size", 5), ("alpha", 0.3f), ("bias", 2f)),
        ["LpNormalization by sums"] = Form.Of(13, 2, 3, 4).Node("LpNormalization", "x", "y", ("p", 1), ("axis", 1)),
    };

    private static ModelBuilder Statistics(ModelBuilder model) => model.Made("s", 3).Made("b", 3).Made("m", 3).List("v", 0.5f, 1.5f, 3f);
}
