using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Targets.LiteRt;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>The models of <see cref="LiteRtSamples"/>, and others like them for what Core ML has a form for beside: t, [1, 8, 6, 6], is what a convolution makes of x, and u the output.</summary>
internal static class CoreMLSamples
{
    private static readonly Dictionary<string, Func<ModelBuilder, ModelBuilder>> Nodes = new(StringComparer.Ordinal)
    {
        ["BatchNormalization"] = model => Normalization(model.Node("Sigmoid", "t", "s"), "s"),
        ["BatchNormalization of vectors"] = model => Normalization(model.Node("GlobalAveragePool", "t", "g").Node("Flatten", "g", "f").Node("Sigmoid", "f", "s"), "s"),
        ["InstanceNormalization"] = model => model.Weights("gamma", Uniform(8, 1), 8).Weights("beta", Uniform(8, 2), 8).Node("InstanceNormalization", "t gamma beta", "u"),
        ["LayerNormalization"] = model => model.Weights("gamma", Uniform(6, 1), 6).Weights("beta", Uniform(6, 2), 6).Node("LayerNormalization", "t gamma beta", "u", ("axis", -1)),
        ["LayerNormalization over images, no offset"] = model => model.Weights("gamma", Uniform(288, 1), 8, 6, 6).Node("LayerNormalization", "t gamma", "u", ("axis", 1), ("epsilon", 0.01f)),
        ["LRN"] = model => model.Node("LRN", "t", "u", ("size", 3), ("alpha", 0.1f), ("beta", 0.5f), ("bias", 1.5f)),
        ["PRelu by channels"] = model => model.Weights("slope", Uniform(8, 1), 8, 1, 1).Node("PRelu", "t slope", "u"),
        ["PRelu"] = model => model.Weights("slope", [0.2f], 1).Node("PRelu", "t slope", "u"),
        ["Elu"] = model => model.Node("Elu", "t", "u", ("alpha", 0.7f)),
        ["Gelu in pieces"] = model => model.Weights("root", [1.4142135f]).Weights("one", [1f]).Weights("half", [0.5f])
            .Node("Div", "t root", "d").Node("Erf", "d", "e").Node("Add", "e one", "a").Node("Mul", "t a", "m").Node("Mul", "m half", "u"),
        ["HardSwish"] = model => model.Node("HardSwish", "t", "u"),
        ["Swish"] = model => model.Node("Sigmoid", "t", "s").Node("Mul", "t s", "u"),
        ["Softplus"] = model => model.Node("Softplus", "t", "u"),
        ["Softsign"] = model => model.Node("Softsign", "t", "u"),
        ["Softmax over columns"] = model => model.Node("Softmax", "t", "u", ("axis", -1)),
        ["Clip from below"] = model => model.Weights("low", [-0.3f]).Node("Sigmoid", "t", "s").Node("Clip", "s low", "u"),
        ["Clip from above"] = model => model.Weights("high", [0.4f]).Node("Sigmoid", "t", "s").Node("Clip", "s - high", "u"),
        ["Clip to one value"] = model => model.Weights("low", [0.5f]).Weights("high", [0.5f]).Node("Sigmoid", "t", "s").Node("Clip", "s low high", "u"),
        ["Clip to 6"] = model => model.Weights("low", [0f]).Weights("high", [6f]).Node("Add", "t t", "s").Node("Clip", "s low high", "u"),
        ["Pow, Sqrt, Exp"] = model => model.Weights("two", [2f]).Node("Pow", "t two", "p").Node("Sqrt", "p", "q").Node("Exp", "q", "u"),
        ["Abs, Neg, Reciprocal"] = model => model.Weights("one", [1f]).Node("Abs", "t", "p").Node("Add", "p one", "q").Node("Reciprocal", "q", "r").Node("Neg", "r", "u"),
        ["Floor, Ceil"] = model => model.Node("Floor", "t", "p").Node("Ceil", "t", "q").Node("Sub", "q p", "u"),
        ["Max, Min, Sum"] = model => model.Weights("c", Uniform(8, 3), 8, 1, 1).Node("Sigmoid", "t", "s").Node("Max", "t s c", "p").Node("Min", "p s", "q").Node("Sum", "q t s", "u"),
        ["Add of a constant"] = model => model.Weights("c", Uniform(8, 3), 8, 1, 1).Node("Add", "t c", "u"),
        ["Div"] = model => model.Weights("c", [1f, 2f, 3f, 4f, 5f, 6f], 6).Node("Div", "t c", "u"),
        ["Split"] = model => model.List("sizes", 3, 5).Node("Split", "t sizes", "p q", ("axis", 1)).Node("GlobalAveragePool", "p", "g").Output("p").Output("g").Node("Relu", "q", "u"),
        ["Gather"] = model => model.List("places", 5, -1, 0).Node("Gather", "t places", "u", ("axis", 3)),
        ["Gather of one"] = model => model.Weights("place", new long[] { 2 }).Node("Gather", "t place", "u", ("axis", 1)),
        ["Tile"] = model => model.List("times", 1, 2, 1, 3).Node("Tile", "t times", "u"),
        ["Expand"] = model => model.List("shape", 2, 8, 3, 4).Node("GlobalAveragePool", "t", "g").Node("Expand", "g shape", "u"),
        ["Pad by the edge"] = model => model.List("pads", 0, 0, 1, 2, 0, 0, 2, 1).Node("Pad", "t pads", "u", ("mode", "edge")),
        ["Pad of channels"] = model => model.List("pads", 0, 1, 0, 0, 0, 2, 0, 0).Node("Pad", "t pads", "u"),
        ["SpaceToDepth"] = model => model.Node("SpaceToDepth", "t", "u", ("blocksize", 2)),
        ["Resize to the nearest, one and a half times"] = model => model.Weights("factors", [1f, 1f, 1.5f, 1.5f], 4).Node("Resize", "t - factors", "u", ("mode", "nearest")),
        ["Resize to the nearest, two dimensions named"] = model => model.List("factors", 2f, 1.5f).Node("Resize", "t - factors", "u", ("mode", "nearest"), ("axes", new[] { -2, 3 })),
        ["Resize of one ratio"] = model => model.List("sizes", 12, 20).Node("Resize", "t - - sizes", "u", ("mode", "nearest"), ("axes", new[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_larger")),
        ["Resize bilinear, asymmetric"] = model => model.Weights("factors", [1f, 1f, 2f, 2f], 4).Node("Resize", "t - factors", "u", ("mode", "linear"), ("coordinate_transformation_mode", "asymmetric")),
        ["ReduceMax"] = model => model.Node("ReduceMax", "t", "u", ("axes", new[] { 1 }), ("keepdims", 0)),
        ["ReduceMin"] = model => model.Node("ReduceMin", "t", "u", ("axes", new[] { -1, 2 })),
        ["ReduceSum"] = model => model.List("axes", 1).Node("ReduceSum", "t axes", "u"),
        ["ReduceProd"] = model => model.Node("ReduceProd", "t", "u", ("axes", new[] { 2 })),
        ["ReduceL1"] = model => model.Node("ReduceL1", "t", "u", ("axes", new[] { 2, 3 })),
        ["ReduceL2"] = model => model.Node("ReduceL2", "t", "u", ("axes", new[] { 1 })),
        ["ReduceSumSquare over all"] = model => model.Node("ReduceSumSquare", "t", "u"),
        ["ConvTranspose in groups"] = model => model.Weights("uw", Uniform(8 * 2 * 9, 31), 8, 2, 3, 3).Weights("ub", Uniform(8, 32), 8).Node("ConvTranspose", "t uw ub", "u", ("group", 4), ("pads", new[] { 1, 0, 1, 0 }), ("dilations", new[] { 2, 1 })),
        ["ConvTranspose of a given size"] = model => model.Weights("uw", Uniform(8 * 2 * 16, 31), 8, 2, 4, 4).Node("ConvTranspose", "t uw", "u", ("strides", new[] { 2, 2 }), ("output_shape", new[] { 11, 12 })),
        ["ConvTranspose same"] = model => model.Weights("uw", Uniform(8 * 2 * 9, 31), 8, 2, 3, 3).Node("ConvTranspose", "t uw", "u", ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER")),
        ["Conv over sequences"] = model => model.List("flat", 1, 8, 36).Weights("uw", Uniform(4 * 8 * 3, 31), 4, 8, 3).Node("Reshape", "t flat", "f").Node("Conv", "f uw", "u", ("pads", new[] { 1, 2 }), ("strides", new[] { 2 })),
        ["Conv over volumes"] = model => model.List("deep", 1, 2, 4, 6, 6).Weights("uw", Uniform(3 * 2 * 8, 31), 3, 2, 2, 2, 2).Node("Reshape", "t deep", "f").Node("Conv", "f uw", "u"),
        ["MaxPool over sequences"] = model => model.List("flat", 1, 8, 36).Node("Reshape", "t flat", "f").Node("MaxPool", "f", "u", ("kernel_shape", new[] { 3 }), ("strides", new[] { 2 }), ("ceil_mode", 1)),
        ["AveragePool rounded up"] = model => model.Node("AveragePool", "t", "u", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1)),
        ["MatMul of images"] = model => model.Weights("uw", Uniform(24, 31), 6, 4).Node("MatMul", "t uw", "u"),
        ["MatMul of two"] = model => model.Node("Transpose", "t", "s", ("perm", new[] { 0, 1, 3, 2 })).Node("MatMul", "t s", "u"),
        ["Gemm with factors"] = model => Flat(model).Weights("uw", Uniform(40, 31), 8, 5).Weights("ub", Uniform(5, 32), 5).Node("Gemm", "f uw ub", "u", ("alpha", 0.5f), ("beta", 2f)),
        ["Gemm, transposed"] = model => Flat(model).Weights("uw", Uniform(40, 31), 5, 8).Node("Gemm", "f uw", "u", ("transB", 1)),
        ["Gemm of a column"] = model => Flat(model).Weights("uw", Uniform(5, 31), 1, 5).Node("Gemm", "f uw", "u", ("transA", 1)),
        ["Identity and Dropout"] = model => model.Node("Dropout", "t", "d").Node("Identity", "d", "u"),
        ["Cast"] = model => model.Node("Cast", "t", "c", ("to", (int)TensorProto.Types.DataType.Float)).Node("Sigmoid", "c", "u"),
        ["Reshape by computed sizes"] = model => model.List("first", 0).List("rest", -1).Node("Shape", "t", "all").Node("Gather", "all first", "n", ("axis", 0)).Node("Concat", "n rest", "sizes", ("axis", 0)).Node("Reshape", "t sizes", "u"),
    };

    public static IEnumerable<string> Names => LiteRtSamples.Names.Except(Refused).Concat(Nodes.Keys);

    /// <summary>Samples of LiteRT that this format has no form for.</summary>
    public static IReadOnlyList<string> Refused { get; } = ["Log", "LogSoftmax"];

    public static ModelProto Model(string name) => Nodes.TryGetValue(name, out var node)
        ? node(SmallModels.Images(opset: name.StartsWith("Resize", StringComparison.Ordinal) ? 18 : 17).Node("Conv", "x w b", "t", SmallModels.Padded)).Output("u").Build()
        : LiteRtSamples.Model(name);

    private static ModelBuilder Flat(ModelBuilder model) => model.Node("GlobalAveragePool", "t", "g").Node("Flatten", "g", "f");

    private static ModelBuilder Normalization(ModelBuilder model, string input) => model
        .Weights("scale", Uniform(8, 1), 8).Weights("offset", Uniform(8, 2), 8).Weights("mean", Uniform(8, 3), 8).Weights("variance", QuantizerRun.Uniform(new Random(4), 8, 0.5, 2), 8)
        .Node("BatchNormalization", $"{input} scale offset mean variance", "u");

    private static float[] Uniform(int count, int seed) => QuantizerRun.Uniform(new Random(seed), count, -0.3, 0.3);
}
