using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Fuzzer.Corpus;

/// <summary>Small models with the traits of real ones, made in code: they are there wherever the fuzzer runs.</summary>
internal static class BuiltModels
{
    public static IEnumerable<(string Name, byte[] Bytes)> All()
    {
        yield return ("built/dense", Dense().ToByteArray());
        yield return ("built/convolutions", Convolutions().ToByteArray());
        yield return ("built/residual", Residual().ToByteArray());
        yield return ("built/normalized", Normalized().ToByteArray());
        yield return ("built/sequence", Sequence().ToByteArray());
        yield return ("built/branches", Branches().ToByteArray());
        yield return ("built/transposed", Transposed().ToByteArray());
        yield return ("built/attention", Attention().ToByteArray());
        yield return ("built/recurrent", Recurrent().ToByteArray());
        yield return ("built/detector", Detector().ToByteArray());
    }

    /// <summary>The model of which there is a table, a saved zip and a checkpoint too.</summary>
    public static ModelProto Dense() => new ModelBuilder(13).Input("x", -1, 12)
        .Weights("w", Values(12 * 16), 12, 16).Weights("b", Values(16), 16).Weights("v", Values(16 * 4), 16, 4)
        .Node("Gemm", "x w b", "h").Node("Relu", "h", "r").Node("MatMul", "r v", "y").Output("y").Build();

    private static ModelProto Convolutions() => new ModelBuilder(13).Input("x", 1, 3, 12, 12)
        .Weights("w", Values(8 * 27), 8, 3, 3, 3).Weights("b", Values(8), 8).Weights("d", Values(8 * 9), 8, 1, 3, 3).Weights("v", Values(32), 4, 8)
        .Node("Conv", "x w b", "c", ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 1, 1 }), ("kernel_shape", new[] { 3, 3 }), ("group", 1), ("dilations", new[] { 1, 1 })).Node("Relu", "c", "r")
        .Node("Conv", "r d", "e", ("pads", new[] { 1, 1, 1, 1 }), ("group", 8), ("strides", new[] { 2, 2 })).Node("MaxPool", "e", "m", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 0))
        .Node("GlobalAveragePool", "m", "g").Node("Flatten", "g", "f", ("axis", 1)).Node("Gemm", "f v", "y", ("transB", 1)).Output("y").Build();

    private static ModelProto Residual() => new ModelBuilder(13).Input("x", -1, 4, 8, 8)
        .Weights("w", Values(4 * 36), 4, 4, 3, 3).Weights("u", Values(4 * 36), 4, 4, 3, 3).Weights("low", [0f]).Weights("high", [6f]).Weights("axes", [2L, 3L], 2)
        .Node("Conv", "x w", "a", ("pads", new[] { 1, 1, 1, 1 })).Node("Clip", "a low high", "b").Node("Conv", "b u", "c", ("pads", new[] { 1, 1, 1, 1 }))
        .Node("Add", "c x", "s").Node("Relu", "s", "r").Node("Concat", "r b", "k", ("axis", 1)).Node("AveragePool", "k", "p", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("ReduceMean", "p", "m", ("axes", new[] { 2, 3 }), ("keepdims", 0)).Node("Softmax", "m", "y", ("axis", 1)).Output("y").Output("r").Build();

    private static ModelProto Normalized() => new ModelBuilder(17).Input("x", -1, 6, 8)
        .Weights("w", Values(64), 8, 8).Weights("g", Values(8), 8).Weights("b", Values(8), 8).Weights("shape", [0L, 6L, 2L, 4L], 4)
        .Node("MatMul", "x w", "a").Node("Add", "a b", "c").Node("LayerNormalization", "c g b", "n", ("axis", -1), ("epsilon", 1e-5f))
        .Node("Reshape", "n shape", "h").Node("Transpose", "h", "t", ("perm", new[] { 0, 2, 1, 3 })).Node("ReduceSum", "t -", "y", ("keepdims", 0)).Output("t").Build();

    private static ModelProto Sequence() => new ModelBuilder(13).Input("ids", DataType.Int64, -1, 5)
        .Weights("table", Values(20 * 6), 20, 6).Weights("w", Values(36), 6, 6)
        .Node("Gather", "table ids", "e", ("axis", 0)).Node("MatMul", "e w", "m").Node("Tanh", "m", "t").Node("ReduceMax", "t", "y", ("axes", new[] { 1 }), ("keepdims", 0)).Output("y").Build();

    private static ModelProto Branches()
    {
        GraphProto then = new ModelBuilder(13).Node("Softmax", "h", "t").Output("t").Build().Graph;
        GraphProto other = new ModelBuilder(13).Node("Neg", "h", "t").Output("t").Build().Graph;
        return new ModelBuilder(13).Input("x", 1, 6).Weights("w", Values(36), 6, 6).Weights("zero", [0f])
            .Node("MatMul", "x w", "h").Node("ReduceSum", "h", "s", ("keepdims", 0)).Node("Greater", "s zero", "c")
            .Node("If", "c", "y", ("then_branch", then), ("else_branch", other)).Output("y").Build();
    }

    private static ModelProto Transposed() => new ModelBuilder(13).Input("x", 1, 4, 6, 6)
        .Weights("w", Values(4 * 2 * 9), 4, 2, 3, 3).Weights("s", [1f, 1f, 2f, 2f], 4).Weights("pads", [0L, 0L, 1L, 1L, 0L, 0L, 1L, 1L], 8)
        .Node("ConvTranspose", "x w", "a", ("group", 2), ("strides", new[] { 2, 2 }), ("output_padding", new[] { 1, 1 })).Node("LeakyRelu", "a", "l", ("alpha", 0.1f))
        .Node("DepthToSpace", "l", "d", ("blocksize", 2)).Node("Resize", "d - s", "r", ("mode", "linear")).Node("Pad", "r pads", "y", ("mode", "reflect")).Output("y").Build();

    private static ModelProto Attention() => new ModelBuilder(23, irVersion: 10).Input("q", 1, 2, 4, 8).Weights("w", Values(64), 8, 8).Weights("k", Values(64), 1, 2, 4, 8)
        .Node("MatMul", "q w", "m").Node("Attention", "m k k", "y", ("is_causal", 1), ("scale", 0.5f)).Output("y").Build();

    private static ModelProto Recurrent() => new ModelBuilder(14).Input("x", 5, 1, 3)
        .Weights("w", Values(48), 1, 16, 3).Weights("r", Values(64), 1, 16, 4).Weights("b", Values(32), 1, 32).Weights("v", Values(16), 4, 4)
        .Node("LSTM", "x w r b", "o h", ("hidden_size", 4)).Node("MatMul", "h v", "y").Output("y").Build();

    private static ModelProto Detector() => new ModelBuilder(13).Input("x", 1, 6, 8).Weights("w", Values(32), 8, 4).Weights("u", Values(8), 8, 1)
        .Weights("k", [3L], 1).Weights("most", [2L], 1).Weights("over", [0.5f], 1).Weights("score", [0.1f], 1)
        .Node("MatMul", "x w", "boxes").Node("MatMul", "x u", "s").Node("Transpose", "s", "scores", ("perm", new[] { 0, 2, 1 }))
        .Node("NonMaxSuppression", "boxes scores most over score", "kept").Node("TopK", "boxes k", "y i", ("axis", 1)).Output("y").Output("kept", DataType.Int64).Build();

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin((i * 1.7) + 0.3))];
}
