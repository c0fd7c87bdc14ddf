using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>Networks for phones: depthwise convolutions, gates, HardSwish and SiLU, shuffled channels.</summary>
internal static class MobileKinds
{
    public static IReadOnlyList<ModelKind> All { get; } =
    [
        ConvolutionKinds.Images("MobileNetV2", (net, x) => ConvolutionKinds.Classified(net, Inverted(net, x, Clip, Clip, squeeze: false))),
        ConvolutionKinds.Images("MobileNetV3", (net, x) => ConvolutionKinds.Classified(net, Inverted(net, x, HardSwish, HardSigmoid, squeeze: true))),
        ConvolutionKinds.Images("MobileNetV3, in parts", (net, x) => ConvolutionKinds.Classified(net, Inverted(net, x, HardSwishInParts, HardSigmoid, squeeze: true))),
        ConvolutionKinds.Images("EfficientNet", (net, x) => ConvolutionKinds.Classified(net, Inverted(net, x, Silu, Sigmoid, squeeze: true))),
        ConvolutionKinds.Images("ShuffleNet", Shuffled),
        ConvolutionKinds.Images("ConvNeXt", ConvNext),
    ];

    /// <summary>Inverted residual blocks.</summary>
    public static string Inverted(KindBuilder net, string x, Func<KindBuilder, string, string> activation, Func<KindBuilder, string, string> gate, bool squeeze, int blocks = 6)
    {
        string y = activation(net, net.Conv(x, 16, stride: 2));
        for (int block = 0; block < blocks; block++)
        {
            int width = 16 + (8 * (block / 2));
            string wide = activation(net, net.Conv(y, width * 4, 1));
            wide = activation(net, net.Depthwise(wide, block % 2 == 0 ? 3 : 5, block == 2 ? 2 : 1));
            wide = squeeze ? Squeezed(net, wide, gate) : wide;
            string narrow = net.Conv(wide, width, 1, size: 0.7, lift: 0);
            y = net.Shape(narrow).SequenceEqual(net.Shape(y)) ? net.Op("Add", $"{y} {narrow}") : narrow;
        }

        return activation(net, net.Conv(y, 96, 1));
    }

    public static string Clip(KindBuilder net, string x) => net.Op("Clip", $"{x} {net.Number(0)} {net.Number(6)}");

    public static string HardSwish(KindBuilder net, string x) => net.Op("HardSwish", x);

    public static string HardSwishInParts(KindBuilder net, string x)
    {
        string clipped = Clip(net, net.Op("Add", $"{x} {net.Number(3)}"));
        return net.Op("Div", $"{net.Op("Mul", $"{x} {clipped}")} {net.Number(6)}");
    }

    public static string Silu(KindBuilder net, string x) => net.Op("Mul", $"{x} {net.Op("Sigmoid", x)}");

    public static string Sigmoid(KindBuilder net, string x) => net.Op("Sigmoid", x);

    private static string HardSigmoid(KindBuilder net, string x) => net.Op("HardSigmoid", x, ("alpha", 1f / 6), ("beta", 0.5f));

    private static string Squeezed(KindBuilder net, string x, Func<KindBuilder, string, string> gate)
    {
        int channels = (int)net.Shape(x)[1];
        string small = net.Op("Relu", net.Conv(net.Op("GlobalAveragePool", x), channels / 4, 1, lift: 0.5, normalized: false));
        return net.Op("Mul", $"{x} {gate(net, net.Conv(small, channels, 1, size: 1.5, lift: 0.5, normalized: false))}");
    }

    private static ModelProto Shuffled(KindBuilder net, string x)
    {
        string y = net.Op("Relu", net.Conv(x, 48, stride: 2));
        for (int block = 0; block < 5; block++)
        {
            string[] halves = net.Ops("Split", $"{y} {net.List(24, 24)}", 2, ("axis", 1));
            string right = net.Op("Relu", net.Conv(halves[1], 24, 1));
            right = net.Op("Relu", net.Conv(net.Depthwise(right), 24, 1));
            long side = net.Shape(y)[2];
            string apart = net.Op("Reshape", $"{net.Op("Concat", $"{halves[0]} {right}", ("axis", 1))} {net.List(-1, 2, 24, side, side)}");
            y = net.Op("Reshape", $"{net.Op("Transpose", apart, ("perm", new[] { 0, 2, 1, 3, 4 }))} {net.List(-1, 48, side, side)}");
        }

        return ConvolutionKinds.Classified(net, net.Op("Relu", net.Conv(y, 96, 1)));
    }

    private static ModelProto ConvNext(KindBuilder net, string x)
    {
        string y = net.Conv(x, 48, 3, 2);
        for (int block = 0; block < 4; block++)
        {
            string last = net.Op("Transpose", net.Depthwise(y, 7), ("perm", new[] { 0, 2, 3, 1 }));
            string wide = SequenceKinds.Gelu(net, net.Linear(net.LayerNorm(last), 128, 1, 0.5));
            string narrow = net.Linear(wide, 48, 0.5, 0.5);
            string scaled = net.Op("Mul", $"{narrow} {net.Constant([.. Enumerable.Range(0, 48).Select(_ => (float)Math.Exp(net.Normal()))], 48)}");
            y = net.Op("Add", $"{y} {net.Op("Transpose", scaled, ("perm", new[] { 0, 3, 1, 2 }))}");
        }

        return ConvolutionKinds.Classified(net, y);
    }
}
