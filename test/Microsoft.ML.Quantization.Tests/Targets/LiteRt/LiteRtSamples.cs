using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>For each form, a model of images x, [1, 8, 6, 6], in which a convolution makes t, the node under test u of it, and a convolution or dense layer reads u.</summary>
internal static class LiteRtSamples
{
    private const int Channels = SmallModels.Channels;

    private static readonly Dictionary<string, Func<ModelBuilder, ModelBuilder>> Nodes = new(StringComparer.Ordinal)
    {
        ["Conv 3x3"] = model => Weighted(model, 4, Channels, 3, ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv 3x3 of stride 2"] = model => Weighted(model, 4, Channels, 3, ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })),
        ["Conv 3x3 with gaps"] = model => Weighted(model, 4, Channels, 3, ("pads", new[] { 2, 2, 2, 2 }), ("dilations", new[] { 2, 2 })),
        ["Conv of uneven padding"] = model => Weighted(model, 4, Channels, 3, ("pads", new[] { 0, 1, 2, 0 }), ("strides", new[] { 2, 1 })),
        ["Conv same above"] = model => Weighted(model, 4, Channels, 2, ("auto_pad", "SAME_UPPER"), ("strides", new[] { 1, 1 })),
        ["Conv same below"] = model => Weighted(model, 4, Channels, 2, ("auto_pad", "SAME_LOWER"), ("strides", new[] { 1, 1 })),
        ["Conv 1x1"] = model => Weighted(model, 4, Channels, 1),
        ["Conv depthwise"] = model => Weighted(model, Channels, 1, 3, ("group", Channels), ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv depthwise of stride 2"] = model => Weighted(model, Channels, 1, 3, ("group", Channels), ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })),
        ["Conv depthwise, twice the channels"] = model => Weighted(model, 2 * Channels, 1, 3, ("group", Channels), ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv in groups"] = model => Weighted(model, 6, Channels / 2, 3, ("group", 2), ("pads", new[] { 1, 1, 1, 1 })),
        ["ConvTranspose"] = model => model.Weights("uw", QuantizerRun.Uniform(new Random(31), Channels * 4 * 9, -0.3, 0.3), Channels, 4, 3, 3)
            .Node("ConvTranspose", "t uw", "u", ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }), ("output_padding", new[] { 1, 1 })),
        ["ConvTranspose with a bias"] = model => Transposed(model, 4, "ub", ("strides", new[] { 2, 2 })),
        ["ConvTranspose with gaps"] = model => Transposed(model, 4, "ub", ("strides", new[] { 2, 1 }), ("dilations", new[] { 2, 1 }), ("pads", new[] { 1, 0, 0, 2 })),
        ["ConvTranspose of a size"] = model => Transposed(model, 4, "ub", ("strides", new[] { 2, 2 }), ("output_shape", new[] { 12, 11 })),
        ["ConvTranspose same above"] = model => Transposed(model, 4, "ub", ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER")),
        ["ConvTranspose same below"] = model => Transposed(model, 4, "ub", ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_LOWER")),
        ["ConvTranspose in groups"] = model => Transposed(model, 2, "ub", ("strides", new[] { 2, 2 }), ("group", 2)),
        ["MaxPool"] = model => model.Node("MaxPool", "t", "u", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })),
        ["MaxPool with padding"] = model => model.Node("MaxPool", "t", "u", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })),
        ["MaxPool rounded up"] = model => model.Node("MaxPool", "t", "u", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1)),
        ["AveragePool"] = model => model.Node("AveragePool", "t", "u", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })),
        ["AveragePool with padding"] = model => model.Node("AveragePool", "t", "u", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 })),
        ["AveragePool that counts padding"] = model => model.Node("AveragePool", "t", "u", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("count_include_pad", 1)),
        ["AveragePool of uneven padding"] = model => model.Node("AveragePool", "t", "u", ("kernel_shape", new[] { 3, 2 }), ("strides", new[] { 2, 1 }), ("pads", new[] { 1, 1, 1, 0 })),
        ["GlobalAveragePool"] = model => model.Node("GlobalAveragePool", "t", "u"),
        ["GlobalMaxPool"] = model => model.Node("GlobalMaxPool", "t", "u"),
        ["ReduceMean over images"] = model => model.Node("ReduceMean", "t", "u", ("axes", new[] { 2, 3 }), ("keepdims", 1)),
        ["ReduceMean over height"] = model => model.Node("ReduceMean", "t", "u", ("axes", new[] { 2 }), ("keepdims", 1)),
        ["Add"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Add", "t s", "u"),
        ["Sub"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Sub", "t s", "u"),
        ["Mul"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Mul", "t s", "u"),
        ["Mul by channels"] = model => model.Node("GlobalAveragePool", "t", "g").Node("Mul", "t g", "u"),
        ["Concat"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Concat", "t s", "u", ("axis", 1)),
        ["Concat of rows"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Concat", "t s", "u", ("axis", -2)),
        ["Sum of three"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Sum", "t s t", "u"),
        ["Sum of two"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Sum", "t s", "u"),
        ["Max"] = model => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Max", "t s", "u"),
        ["Min"] = model => model.Weights("low", [0.1f]).Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Min", "t s low", "u"),
        ["Div"] = model => model.Weights("two", [2.5f]).Node("Conv", "x w2 b", "s", SmallModels.Padded).Node("Exp", "s", "e").Node("Div", "t e", "u"),
        ["Pow"] = model => model.Weights("third", [0.3f]).Node("Abs", "t", "a").Node("Pow", "a third", "u"),
        ["PRelu"] = model => model.Weights("slope", QuantizerRun.Uniform(new Random(33), Channels), Channels, 1, 1).Node("PRelu", "t slope", "u"),
        ["Abs"] = model => model.Node("Abs", "t", "u"),
        ["Neg"] = model => model.Node("Neg", "t", "u"),
        ["Exp"] = model => model.Node("Exp", "t", "u"),
        ["Log"] = model => model.Node("Exp", "t", "e").Node("Log", "e", "u"),
        ["Sqrt"] = model => model.Node("Abs", "t", "a").Node("Sqrt", "a", "u"),
        ["Floor"] = model => model.Node("Floor", "t", "u"),
        ["Ceil"] = model => model.Node("Ceil", "t", "u"),
        ["Reciprocal"] = model => model.Node("Exp", "t", "e").Node("Reciprocal", "e", "u"),
        ["Elu"] = model => model.Node("Elu", "t", "u"),
        ["Erf"] = model => model.Node("Erf", "t", "u"),
        ["Gelu"] = model => model.Node("Gelu", "t", "u"),
        ["LayerNormalization"] = model => model.Weights("gain", QuantizerRun.Uniform(new Random(34), 6), 6).Weights("shift", QuantizerRun.Uniform(new Random(35), 6), 6).Node("LayerNormalization", "t gain shift", "u"),
        ["LayerNormalization of images"] = model => model.Weights("gain", QuantizerRun.Uniform(new Random(34), Channels * 36), Channels, 6, 6).Node("LayerNormalization", "t gain", "u", ("axis", 1)),
        ["InstanceNormalization"] = model => model.Weights("gain", QuantizerRun.Uniform(new Random(34), Channels), Channels).Node("InstanceNormalization", "t gain b", "u"),
        ["BatchNormalization"] = model => model.Weights("gain", QuantizerRun.Uniform(new Random(34), Channels), Channels).Weights("spread", QuantizerRun.Uniform(new Random(36), Channels, 0.5, 2), Channels)
            .Node("MaxPool", "t", "m", ("kernel_shape", new[] { 2, 2 })).Node("BatchNormalization", "m gain b gain spread", "u"),
        ["LRN"] = model => model.Node("LRN", "t", "u", ("size", 5), ("alpha", 0.1f), ("beta", 0.75f), ("bias", 2f)),
        ["ReduceSum"] = model => model.List("axes", 1).Node("ReduceSum", "t axes", "u", ("keepdims", 1)),
        ["ReduceMax"] = model => model.Node("ReduceMax", "t", "u", ("axes", new[] { 2, 3 }), ("keepdims", 0)),
        ["ReduceMin"] = model => model.Node("ReduceMin", "t", "u", ("axes", new[] { -1 }), ("keepdims", 1)),
        ["LogSoftmax"] = model => model.Node("LogSoftmax", "t", "u", ("axis", 1)),
        ["Split"] = model => model.Node("Split", "t", "u v", ("axis", 1)).Output("v"),
        ["Split of rows"] = model => model.Node("Split", "t", "v u w3", ("axis", -2)),
        ["Split into parts of other sizes"] = model => model.List("sizes", 1, 4, 1).Node("Split", "t sizes", "v u w3", ("axis", 2)).Output("w3"),
        ["Relu"] = model => model.Node("MaxPool", "t", "m", ("kernel_shape", new[] { 2, 2 })).Node("Relu", "m", "u"),
        ["LeakyRelu"] = model => model.Node("LeakyRelu", "t", "u", ("alpha", 0.1f)),
        ["Sigmoid"] = model => model.Node("Sigmoid", "t", "u"),
        ["Tanh"] = model => model.Node("Tanh", "t", "u"),
        ["Softmax over channels"] = model => model.Node("Softmax", "t", "u", ("axis", 1)),
        ["Softmax over rows"] = model => model.Node("Softmax", "t", "u", ("axis", 2)),
        ["HardSigmoid"] = model => model.Node("HardSigmoid", "t", "u", ("alpha", 0.5f), ("beta", 0.4f)),
        ["HardSigmoid of vectors"] = model => model.Node("GlobalAveragePool", "t", "g").Node("Flatten", "g", "f").Node("HardSigmoid", "f", "u"),
        ["Mul by hard sigmoid"] = model => model.Node("HardSwish", "t", "u"),
        ["Clip"] = model => model.Weights("low", [-0.3f]).Weights("high", [0.4f]).Node("MaxPool", "t", "m", ("kernel_shape", new[] { 2, 2 })).Node("Clip", "m low high", "u"),
        ["Slice"] = model => model.List("from", 1, 0).List("to", 5, 6).List("axes", 2, 3).Node("Slice", "t from to axes", "u"),
        ["Slice in steps"] = model => model.List("from", 0, 1).List("to", 6, 100).List("axes", 2, 3).List("steps", 2, 2).Node("Slice", "t from to axes steps", "u"),
        ["Slice of channels"] = model => model.List("from", -4).List("to", 1000).List("axes", 1).Node("Slice", "t from to axes", "u"),
        ["Pad"] = model => model.List("pads", 0, 2, 1, 0, 0, 2, 0, 1).Node("Pad", "t pads", "u"),
        ["Pad with a value"] = model => model.List("pads", 0, 0, 1, 0, 0, 0, 0, 1).Weights("value", [0.2f]).Node("Pad", "t pads value", "u"),
        ["Pad by reflection"] = model => model.List("pads", 0, 0, 1, 2, 0, 0, 2, 1).Node("Pad", "t pads", "u", ("mode", "reflect")),
        ["Transpose of height and width"] = model => model.Node("Transpose", "t", "u", ("perm", new[] { 0, 1, 3, 2 })),
        ["Transpose of channels"] = model => model.Node("Transpose", "t", "u", ("perm", new[] { 0, 2, 1, 3 })),
        ["Reshape"] = model => model.List("shape", 1, 4, 12, 6).Node("Reshape", "t shape", "u"),
        ["DepthToSpace"] = model => model.Node("DepthToSpace", "t", "u", ("blocksize", 2)),
        ["DepthToSpace by columns"] = model => model.Node("DepthToSpace", "t", "u", ("blocksize", 2), ("mode", "CRD")),
        ["Resize to the nearest"] = model => model.Weights("factors", [1f, 1f, 2f, 2f], 4).Node("Resize", "t - factors", "u", ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")),
        ["Resize, as PyTorch does"] = model => model.Weights("factors", [1f, 1f, 2f, 2f], 4).Node("Resize", "t - factors", "u", ("mode", "nearest")),
        ["Resize bilinear"] = model => model.List("sizes", 1, Channels, 12, 9).Node("Resize", "t - - sizes", "u", ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel")),
        ["Resize bilinear, corners aligned"] = model => model.List("sizes", 1, Channels, 11, 9).Node("Resize", "t - - sizes", "u", ("mode", "linear"), ("coordinate_transformation_mode", "align_corners")),
        ["Squeeze and Unsqueeze"] = model => model.List("axes", 0).Node("Squeeze", "t axes", "q").Node("Unsqueeze", "q axes", "u"),
    };

    public static IEnumerable<string> Names => Nodes.Keys;

    /// <summary>The outputs are u, and what a convolution makes of it.</summary>
    public static ModelProto Model(string name)
    {
        var model = Nodes[name](SmallModels.Images(opset: name == "Gelu" ? 20 : 17).Node("Conv", "x w b", "t", SmallModels.Padded));
        return model.Output("u").Build();
    }

    private static ModelBuilder Transposed(ModelBuilder model, int outputs, string bias, params (string, object)[] attributes) => model
        .Weights("uw", QuantizerRun.Uniform(new Random(31), Channels * outputs * 9, -0.3, 0.3), Channels, outputs, 3, 3)
        .Weights("ub", QuantizerRun.Uniform(new Random(32), 4), 4)
        .Node("ConvTranspose", $"t uw {bias}", "u", attributes);

    private static ModelBuilder Weighted(ModelBuilder model, int outputs, int inputs, int size, params (string, object)[] attributes) => model
        .Weights("uw", QuantizerRun.Uniform(new Random(31), outputs * inputs * size * size, -0.3, 0.3), outputs, inputs, size, size)
        .Weights("ub", QuantizerRun.Uniform(new Random(32), outputs), outputs)
        .Node("Conv", "t uw ub", "u", attributes);
}
