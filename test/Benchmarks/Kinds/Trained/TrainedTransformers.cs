using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Kinds.Trained;

/// <summary>Networks with LayerNormalization and GELU.</summary>
internal static class TrainedTransformers
{
    private const int Width = 64;
    private const int Heads = 4;
    private const int Places = 64;

    public static IReadOnlyList<TrainedKind> All { get; } = [new("ConvNeXt", ConvNext, Adapts: true), new("vision transformer", Patches, Adapts: true)];

    private static ModelProto ConvNext(UntrainedNet net)
    {
        string y = Normalized(net, net.Conv("input", 32, 2, 2, hasBias: true));
        foreach (int width in (int[])[32, 64, 96])
        {
            y = width == 32 ? y : net.Conv(Normalized(net, y), width, 2, 2, hasBias: true);
            for (int block = 0; block < 2; block++)
            {
                string last = net.Op("Transpose", net.Conv(y, width, 7, 1, width, hasBias: true), null, ("perm", new[] { 0, 2, 3, 1 }));
                string narrow = net.Linear(net.Gelu(net.Linear(net.LayerNorm(last), 4 * width)), width);
                string scaled = net.Op("Mul", $"{narrow} {net.Constant(_ => 0.5f * MathF.Exp(net.Normal()), width)}");
                y = net.Op("Add", $"{y} {net.Op("Transpose", scaled, null, ("perm", new[] { 0, 3, 1, 2 }))}");
            }
        }

        string pooled = net.Op("Flatten", net.Op("GlobalAveragePool", y));
        return net.Build(net.Linear(net.LayerNorm(pooled), 10));
    }

    private static ModelProto Patches(UntrainedNet net)
    {
        string patches = net.Conv("input", Width, 4, 4, hasBias: true);
        string y = net.Op("Transpose", net.Op("Reshape", $"{patches} {net.List(-1, Width, Places)}"), null, ("perm", new[] { 0, 2, 1 }));
        y = net.Op("Add", $"{y} {net.Constant(_ => 0.3f * net.Normal(), 1, Places, Width)}");
        for (int layer = 0; layer < 4; layer++)
        {
            y = net.Op("Add", $"{y} {Attention(net, net.LayerNorm(y))}");
            y = net.Op("Add", $"{y} {net.Linear(net.Gelu(net.Linear(net.LayerNorm(y), 4 * Width)), Width)}");
        }

        return net.Build(net.Linear(net.Op("ReduceMean", net.LayerNorm(y), null, ("axes", new[] { 1 }), ("keepdims", 0)), 10));
    }

    private static string Attention(UntrainedNet net, string x)
    {
        string[] three = [.. Enumerable.Range(0, 3).Select(i => net.Op("Transpose", net.Op("Reshape", $"{net.Linear(x, Width)} {net.List(-1, Places, Heads, Width / Heads)}"), null, ("perm", i == 1 ? new[] { 0, 2, 3, 1 } : new[] { 0, 2, 1, 3 })))];
        string scores = net.Op("Div", $"{net.Op("MatMul", $"{three[0]} {three[1]}")} {net.Number(MathF.Sqrt(Width / Heads))}");
        string mixed = net.Op("MatMul", $"{net.Op("Softmax", scores, null, ("axis", -1))} {three[2]}");
        return net.Linear(net.Op("Reshape", $"{net.Op("Transpose", mixed, null, ("perm", new[] { 0, 2, 1, 3 }))} {net.List(-1, Places, Width)}"), Width);
    }

    private static string Normalized(UntrainedNet net, string x) =>
        net.Op("Transpose", net.LayerNorm(net.Op("Transpose", x, null, ("perm", new[] { 0, 2, 3, 1 }))), null, ("perm", new[] { 0, 3, 1, 2 }));
}
