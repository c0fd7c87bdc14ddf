using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt.Drawn;

/// <summary>
/// Models of images x in which a convolution makes t, and a node whose attributes, inputs and operator set are drawn by a seed makes u of it. What is drawn may be what
/// ONNX Runtime refuses.
/// </summary>
internal static class RandomNodes
{
    private static readonly Dictionary<string, Action<Draw>> All = new(StringComparer.Ordinal)
    {
        ["Conv"] = RandomWindows.Conv,
        ["ConvTranspose"] = RandomWindows.ConvTranspose,
        ["MaxPool"] = RandomWindows.MaxPool,
        ["AveragePool"] = RandomWindows.AveragePool,
        ["ReduceMean"] = draw => RandomMoves.Reduce(draw, "ReduceMean", fromInput: 18),
        ["ReduceMax"] = draw => RandomMoves.Reduce(draw, "ReduceMax", fromInput: 18),
        ["ReduceSum"] = draw => RandomMoves.Reduce(draw, "ReduceSum", fromInput: 13),
        ["Add"] = draw => RandomValues.Binary(draw, "Add"),
        ["Sub"] = draw => RandomValues.Binary(draw, "Sub"),
        ["Mul"] = draw => RandomValues.Binary(draw, "Mul"),
        ["Concat"] = RandomMoves.Concat,
        ["Slice"] = RandomMoves.Slice,
        ["Split"] = RandomMoves.Split,
        ["Pad"] = RandomMoves.Pad,
        ["Reshape"] = RandomMoves.Reshape,
        ["Flatten"] = RandomMoves.Flatten,
        ["Transpose"] = RandomMoves.Transpose,
        ["Squeeze"] = RandomMoves.Squeeze,
        ["DepthToSpace"] = RandomMoves.DepthToSpace,
        ["Resize"] = RandomMoves.Resize,
        ["Clip"] = RandomValues.Clip,
        ["LeakyRelu"] = RandomValues.LeakyRelu,
        ["HardSigmoid"] = RandomValues.HardSigmoid,
        ["Softmax"] = draw => RandomValues.Along(draw, "Softmax"),
        ["LogSoftmax"] = draw => RandomValues.Along(draw, "LogSoftmax"),
        ["Gemm"] = RandomValues.Gemm,
        ["MatMul"] = RandomValues.MatMul,
        ["Conv of sequences"] = RandomSequences.Conv,
        ["ConvTranspose of sequences"] = RandomSequences.ConvTranspose,
        ["MaxPool of sequences"] = draw => RandomSequences.Pool(draw, "MaxPool"),
        ["AveragePool of sequences"] = draw => RandomSequences.Pool(draw, "AveragePool"),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The model, and the shape of its input.</returns>
    public static (ModelProto Model, long[] Shape) Create(string name, int seed)
    {
        var draw = new Draw(name, seed);
        All[name](draw);
        return (draw.Model.Output("u").Build(), [1, draw.Channels, draw.Height, draw.Width]);
    }
}
