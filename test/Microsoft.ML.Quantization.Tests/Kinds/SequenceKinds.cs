using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>Networks over words, patches and columns of pictures.</summary>
internal static class SequenceKinds
{
    private const int Words = 400;
    private const int Length = 24;
    private const int Width = 96;
    private const int Heads = 4;

    public static IReadOnlyList<ModelKind> All { get; } =
    [
        new("sentence embeddings", Embeddings, (seed, count) => KindRows.Sentences(seed, count, Length, Words)),
        ConvolutionKinds.Images("vision transformer", Patches),
        ConvolutionKinds.Images("text line, CRNN", TextLine),
    ];

    public static string Gelu(KindBuilder net, string x)
    {
        string half = net.Op("Add", $"{net.Op("Erf", net.Op("Div", $"{x} {net.Number(MathF.Sqrt(2))}"))} {net.Number(1)}");
        return net.Op("Mul", $"{net.Op("Mul", $"{x} {half}")} {net.Number(0.5f)}");
    }

    private static ModelProto Embeddings(KindBuilder net, TensorValue[][] rows)
    {
        string ids = net.Input("ids", [.. rows.Select(row => row[0])], -1, Length);
        string mask = net.Input("mask", [.. rows.Select(row => row[1])], -1, Length);
        string table = net.Constant([.. net.Normals(Words * Width, 0.3)], Words, Width);
        string places = net.Constant([.. net.Normals(Length * Width, 0.3).Select(value => value * 0.3f)], 1, Length, Width);
        string y = net.LayerNorm(net.Op("Add", $"{net.Op("Gather", $"{table} {ids}")} {places}"));
        string column = net.Op("Unsqueeze", $"{mask} {net.List(2)}");
        string away = net.Op("Mul", $"{net.Op("Sub", $"{net.Op("Unsqueeze", $"{mask} {net.List(1, 2)}")} {net.Number(1)}")} {net.Number(10000)}");
        for (int layer = 0; layer < 4; layer++)
        {
            y = net.LayerNorm(net.Op("Add", $"{Attention(net, y, away, Length)} {y}"));
            y = net.LayerNorm(net.Op("Add", $"{Outlying(net, net.Linear(Gelu(net, net.Linear(y, 4 * Width, 1.2, 0.3)), Width, 1, 0.5), layer)} {y}"));
        }

        string sum = net.Op("ReduceSum", $"{net.Op("Mul", $"{y} {column}")} {net.List(1)}", ("keepdims", 0));
        string mean = net.Op("Div", $"{sum} {net.Op("ReduceSum", $"{column} {net.List(1)}", ("keepdims", 0))}");
        net.Output(net.Op("Div", $"{mean} {net.Op("ReduceL2", mean, ("axes", new[] { 1 }), ("keepdims", 1))}"), "embedding");
        return net.Build();
    }

    private static ModelProto Patches(KindBuilder net, string x)
    {
        const int places = 16;
        string patches = net.Op("Conv", $"{x} {net.Constant([.. net.Normals(Width * 3 * 64).Select(value => value * 0.1f)], Width, 3, 8, 8)} {net.Constant(new float[Width], Width)}", ("kernel_shape", new[] { 8, 8 }), ("strides", new[] { 8, 8 }));
        string y = net.Op("Transpose", net.Op("Reshape", $"{patches} {net.List(-1, Width, places)}"), ("perm", new[] { 0, 2, 1 }));
        y = net.Op("Add", $"{y} {net.Constant([.. net.Normals(places * Width).Select(value => value * 0.3f)], 1, places, Width)}");
        for (int layer = 0; layer < 4; layer++)
        {
            y = net.Op("Add", $"{y} {Attention(net, net.LayerNorm(y, 0.6), null, places)}");
            y = net.Op("Add", $"{y} {Outlying(net, net.Linear(Gelu(net, net.Linear(net.LayerNorm(y, 0.6), 3 * Width, 1, 0.3)), Width, 1, 0.5), layer)}");
        }

        net.Output(net.Linear(net.Op("ReduceMean", net.LayerNorm(y), ("axes", new[] { 1 }), ("keepdims", 0)), 20, 3), "logits");
        return net.Build();
    }

    private static ModelProto TextLine(KindBuilder net, string x)
    {
        string deep = MobileKinds.Inverted(net, x, MobileKinds.HardSwish, (grown, gate) => grown.Op("HardSigmoid", gate), squeeze: true, 4);
        string columns = net.Op("Squeeze", $"{net.Op("AveragePool", deep, ("kernel_shape", new[] { 8, 1 }), ("strides", new[] { 8, 1 }))} {net.List(2)}");
        string steps = net.Op("Transpose", columns, ("perm", new[] { 2, 0, 1 }));
        const int hidden = 32;
        int inputs = (int)net.Shape(steps)[2];
        string weights = net.Constant([.. net.Normals(4 * hidden * inputs).Select(value => value * 0.06f)], 1, 4 * hidden, inputs);
        string again = net.Constant([.. net.Normals(4 * hidden * hidden).Select(value => value * 0.1f)], 1, 4 * hidden, hidden);
        string made = net.Op("Squeeze", $"{net.Op("LSTM", $"{steps} {weights} {again}", ("hidden_size", hidden))} {net.List(1)}");
        net.Output(net.Linear(net.Op("Transpose", made, ("perm", new[] { 1, 0, 2 })), 30, 3), "letters");
        return net.Build();
    }

    /// <summary>A few dimensions far from the others, as the residual streams of encoders have them.</summary>
    private static string Outlying(KindBuilder net, string x, int layer)
    {
        float[] factors = [.. Enumerable.Range(0, Width).Select(i => i % 41 == 5 ? 6f + layer : 1f)];
        return net.Op("Mul", $"{x} {net.Constant(factors, Width)}");
    }

    private static string Attention(KindBuilder net, string x, string? away, int length)
    {
        string[] three = [.. Enumerable.Range(0, 3).Select(i => net.Op("Transpose", net.Op("Reshape", $"{net.Linear(x, Width, i < 2 ? 1.5 : 1, 0.3)} {net.List(-1, length, Heads, Width / Heads)}"), ("perm", i == 1 ? new[] { 0, 2, 3, 1 } : new[] { 0, 2, 1, 3 })))];
        string scores = net.Op("Div", $"{net.Op("MatMul", $"{three[0]} {three[1]}")} {net.Number(MathF.Sqrt(Width / Heads))}");
        scores = away == null ? scores : net.Op("Add", $"{scores} {away}");
        string mixed = net.Op("MatMul", $"{net.Op("Softmax", scores, ("axis", -1))} {three[2]}");
        return net.Linear(net.Op("Reshape", $"{net.Op("Transpose", mixed, ("perm", new[] { 0, 2, 1, 3 }))} {net.List(-1, length, Width)}"), Width, 1, 0.3);
    }
}
