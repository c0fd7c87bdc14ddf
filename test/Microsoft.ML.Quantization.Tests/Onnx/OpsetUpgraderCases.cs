using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Models of one node whose operator changed on the way to opset 13, or is close to one that did.</summary>
internal static class OpsetUpgraderCases
{
    public static IEnumerable<(string Name, ModelProto Model)> All()
    {
        static (string, ModelProto) Case(string name, ModelBuilder model) => (name, model.Output("y").Build());
        static ModelBuilder New(long opset, params long[] shape) => new ModelBuilder(opset).Input("x", shape);

        foreach (int axis in new[] { 0, 1, 2 })
        {
            yield return Case($"Softmax along {axis}", New(9, 2, 3, 4).Node("Softmax", "x", "y", ("axis", axis)));
            yield return Case($"LogSoftmax along {axis}", New(11, 2, 3, 4).Node("LogSoftmax", "x", "y", ("axis", axis)));
            yield return Case($"Hardmax along {axis}", New(11, 2, 3, 4).Node("Hardmax", "x", "y", ("axis", axis)));
        }

        yield return Case("Softmax by default", New(12, 2, 3, 4).Node("Softmax", "x", "y"));
        yield return Case("Softmax along -2", New(12, 2, 3, 4).Node("Softmax", "x", "y", ("axis", -2)));
        yield return Case("Softmax of a channel image", New(12, 2, 3, 1, 1).Node("Softmax", "x", "y"));
        yield return Case("Softmax of free dimensions", New(12, -1, 3, -1).Node("Softmax", "x", "y"));
        yield return Case("Squeeze", New(9, 1, 3, 1).Node("Squeeze", "x", "y", ("axes", new[] { 0, 2 })));
        yield return Case("Squeeze of all", New(11, 1, 3, 1).Node("Squeeze", "x", "y"));
        yield return Case("Unsqueeze", New(7, 3, 2).Node("Unsqueeze", "x", "y", ("axes", new[] { 0, 3 })));
        yield return Case("ReduceSum", New(11, 3, 2, 4).Node("ReduceSum", "x", "y", ("axes", new[] { -1, 0 }), ("keepdims", 0)));
        yield return Case("ReduceSum of all", New(8, 3, 2).Node("ReduceSum", "x", "y"));
        yield return Case("ReduceMean", New(8, 3, 2).Node("ReduceMean", "x", "y", ("axes", new[] { 1 })));
        yield return Case("Split by sizes", New(11, 2, 5).Node("Split", "x", "y z", ("axis", 1), ("split", new[] { 2, 3 })).Output("z"));
        yield return Case("Split into equal parts", New(7, 4, 3).Node("Split", "x", "y z").Output("z"));
        yield return Case("Slice by attributes", New(9, 4, 6).Node("Slice", "x", "y", ("axes", new[] { 1 }), ("starts", new[] { 1 }), ("ends", new[] { -1 })));
        yield return Case("Slice without axes", New(7, 4, 6).Node("Slice", "x", "y", ("starts", new[] { 1, 2 }), ("ends", new[] { 1000, 3 })));
        yield return Case("TopK by attribute", New(9, 4, 6).Node("TopK", "x", "y i", ("k", 3)).Output("i", DataType.Int64));
        yield return Case("TopK by input", New(10, 4, 6).Weights("k", [2L], 1).Node("TopK", "x k", "y i", ("axis", 0)).Output("i", DataType.Int64));
        yield return Case("Clip between", New(10, 3, 7).Node("Clip", "x", "y", ("min", -0.5f), ("max", 1f)));
        yield return Case("Clip above", New(7, 3, 7).Node("Clip", "x", "y", ("max", 1f)));
        yield return Case("Clip below", New(7, 3, 7).Node("Clip", "x", "y", ("min", 0f)));
        yield return Case("Clip without bounds", New(7, 3, 7).Node("Clip", "x", "y"));
        yield return Case("Pad with a value", New(10, 1, 2, 3).Node("Pad", "x", "y", ("pads", new[] { 0, 1, 2, 0, 0, 1 }), ("value", 3f)));
        yield return Case("Pad by reflection", New(8, 1, 2, 3).Node("Pad", "x", "y", ("pads", new[] { 0, 0, 2, 0, 0, 1 }), ("mode", "reflect")));
        yield return Case("Upsample nearest by attribute", New(8, 1, 2, 3, 3).Node("Upsample", "x", "y", ("scales", new[] { 1f, 1f, 2f, 2.5f }), ("mode", "nearest")));
        yield return Case("Upsample linear by attribute", New(7, 1, 2, 3, 3).Node("Upsample", "x", "y", ("scales", new[] { 1f, 1f, 2f, 2f }), ("mode", "linear")));
        yield return Case("Upsample by input", New(9, 1, 2, 3, 3).Weights("s", [1f, 1f, 3f, 1.5f], 4).Node("Upsample", "x s", "y"));
        yield return Case("Resize larger", New(10, 1, 2, 3, 3).Weights("s", [1f, 1f, 2.3f, 1.7f], 4).Node("Resize", "x s", "y"));
        yield return Case("Resize smaller", New(10, 1, 2, 7, 9).Weights("s", [1f, 1f, 0.6f, 0.45f], 4).Node("Resize", "x s", "y"));
        yield return Case("Resize linear", New(10, 1, 2, 7, 9).Weights("s", [1f, 1f, 0.6f, 1.45f], 4).Node("Resize", "x s", "y", ("mode", "linear")));
        yield return Case("Resize larger and smaller", New(10, 1, 2, 7, 9).Weights("s", [1f, 1f, 1.7f, 0.6f], 4).Node("Resize", "x s", "y"));
        foreach (float[] scales in new[] { [1f, 1f, 0.37f, 2.9f], [1f, 2f, 1.5f, 3f], [1f, 1f, 0.5f, 0.7f], [1f, 0.5f, 1f, 1.9f], new[] { 2f, 1f, 0.9f, 1.1f } })
        {
            yield return Case($"Resize by scales that are computed: {string.Join(' ', scales)}", New(10, 1, 2, 7, 9)
                .Weights("a", [.. scales.Select(scale => scale / 2)], 4).Weights("two", [2f]).Node("Mul", "a two", "s").Node("Resize", "x s", "y"));
        }

        yield return Case("Resize 11", New(11, 1, 2, 3, 3).Weights("r", Array.Empty<float>(), 0).Weights("s", [1f, 1f, 2f, 2f], 4).Node("Resize", "x r s", "y", ("mode", "cubic")));
        yield return Case("Dropout", New(9, 3, 2).Node("Dropout", "x", "y mask", ("ratio", 0.3f)));
        yield return Case("Dropout 12", New(12, 3, 2).Weights("r", [0.3f]).Node("Dropout", "x r", "y"));
        yield return Case("Scatter", New(9, 3, 2).Weights("i", [2L, 1L], 1, 2).Weights("u", [9f, 8f], 1, 2).Node("Scatter", "x i u", "y"));
        yield return Case("BatchNormalization", Normalized(New(7, 2, 2, 3, 3)).Node("BatchNormalization", "x s b m v", "y", ("spatial", 1)));
        yield return Case("BatchNormalization per activation", PerActivation(New(7, 2, 2, 2, 3)).Node("BatchNormalization", "x s b m v", "y", ("spatial", 0), ("epsilon", 0.01f)));
        yield return Case("BatchNormalization per activation by default epsilon", PerActivation(New(8, 3, 2, 2, 3)).Node("BatchNormalization", "x s b m v", "y", ("spatial", 0)));
        yield return Case("Scan", Running(New(8, 2, 5, 3)).Node("Scan", "- start x", "last y", ("body", RunningSum()), ("num_scan_inputs", 1)).Output("last"));
        yield return Case("Scan backwards", Running(New(8, 2, 5, 3)).Node("Scan", "- start x", "last y", ("body", RunningSum()), ("num_scan_inputs", 1), ("directions", new[] { 1 })).Output("last"));
        yield return Case("Scan 9", New(9, 5, 3).Weights("start", [1f, 2f, 3f], 3).Weights("k", [0.5f]).Node("Scan", "start x", "last y", ("body", RunningSum()), ("num_scan_inputs", 1)).Output("last"));
        yield return Case("Gemm with bias", New(7, 2, 3).Weights("w", [1f, 2f, 3f, 4f, 5f, 6f], 3, 2).Weights("b", [1f, 2f], 2).Node("Gemm", "x w b", "y", ("alpha", 0.5f)));
        yield return Case("Flatten", New(7, 2, 3, 4).Node("Flatten", "x", "y", ("axis", 2)));
        yield return Case("MaxPool", New(8, 1, 2, 5, 5).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER")));
        yield return Case("AveragePool", New(7, 1, 2, 5, 5).Node("AveragePool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("count_include_pad", 1)));
        yield return Case("DepthToSpace", New(7, 1, 8, 2, 2).Node("DepthToSpace", "x", "y", ("blocksize", 2)));
    }

    private static ModelBuilder PerActivation(ModelBuilder builder)
    {
        var random = new Random(8);
        float[] Some(double low) => QuantizerRun.Uniform(random, 12, low, 2);
        return builder.Weights("s", Some(-2), 2, 2, 3).Weights("b", Some(-2), 2, 2, 3).Weights("m", Some(-2), 2, 2, 3).Weights("v", Some(0.1), 2, 2, 3);
    }

    private static ModelBuilder Running(ModelBuilder builder) => builder.Weights("start", [1f, 2f, 3f, -1f, -2f, -3f], 2, 3).Weights("k", [0.5f]);

    /// <summary>sum = before + k * now, where k belongs to the graph around; each step gives the clipped sum.</summary>
    private static GraphProto RunningSum() => new ModelBuilder(8).Input("before", 3).Input("now", 3)
        .Node("Mul", "now k", "part").Node("Add", "before part", "sum").Node("Clip", "sum", "step", ("min", 0f)).Output("sum").Output("step").Build().Graph;

    private static ModelBuilder Normalized(ModelBuilder builder) =>
        builder.Weights("s", [1f, 2f], 2).Weights("b", [0.5f, -1f], 2).Weights("m", [0.1f, 0.2f], 2).Weights("v", [1f, 2f], 2);
}
