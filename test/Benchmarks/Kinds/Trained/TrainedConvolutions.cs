using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Kinds.Trained;

/// <summary>Convolution networks with BatchNormalization.</summary>
internal static class TrainedConvolutions
{
    public static IReadOnlyList<TrainedKind> All { get; } =
    [
        new("DenseNet", Dense),
        new("MobileNetV3", net => Inverted(net, x => net.Op("HardSwish", x), x => net.Op("HardSigmoid", x, null, ("alpha", 1f / 6), ("beta", 0.5f)))),
        new("EfficientNet", net => Inverted(net, x => net.Op("Mul", $"{x} {net.Op("Sigmoid", x)}"), x => net.Op("Sigmoid", x))),
        new("ResNeXt", Grouped),
        new("ShuffleNetV2", Shuffled),
    ];

    private static ModelProto Dense(UntrainedNet net)
    {
        string Activated(string x) => net.Op("Relu", net.BatchNorm(x));
        string y = net.Conv("input", 24, stride: 2);
        for (int block = 0; block < 3; block++)
        {
            for (int layer = 0; layer < 5; layer++)
            {
                string grown = net.Conv(Activated(net.Conv(Activated(y), 48, 1)), 12);
                y = net.Op("Concat", $"{y} {grown}", net.Channels(y) + 12, ("axis", 1));
            }

            y = block == 2 ? y : net.Halved(net.Conv(Activated(y), net.Channels(y) / 2, 1));
        }

        return net.Classified(Activated(y));
    }

    private static ModelProto Inverted(UntrainedNet net, Func<string, string> activation, Func<string, string> gate)
    {
        string y = activation(net.BatchNorm(net.Conv("input", 16, stride: 2)));
        foreach (var (width, kernel, stride, isGated) in ((int, int, int, bool)[])[(16, 3, 1, true), (24, 3, 2, false), (24, 5, 1, true), (40, 5, 2, true), (40, 5, 1, true), (56, 3, 1, true)])
        {
            string wide = activation(net.BatchNorm(net.Conv(y, net.Channels(y) * 4, 1)));
            wide = activation(net.BatchNorm(net.Conv(wide, net.Channels(wide), kernel, stride, net.Channels(wide))));
            if (isGated)
            {
                string small = net.Op("Relu", net.Conv(net.Op("GlobalAveragePool", wide), net.Channels(wide) / 4, 1, hasBias: true));
                wide = net.Op("Mul", $"{wide} {gate(net.Conv(small, net.Channels(wide), 1, hasBias: true))}");
            }

            string narrow = net.BatchNorm(net.Conv(wide, width, 1));
            y = stride == 1 && width == net.Channels(y) ? net.Op("Add", $"{y} {narrow}") : narrow;
        }

        return net.Classified(activation(net.BatchNorm(net.Conv(y, 192, 1))));
    }

    private static ModelProto Grouped(UntrainedNet net)
    {
        string y = net.Op("Relu", net.BatchNorm(net.Conv("input", 32, stride: 2)));
        foreach (var (width, stride) in ((int, int)[])[(32, 1), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1)])
        {
            string inner = net.Op("Relu", net.BatchNorm(net.Conv(y, width, 1)));
            inner = net.Op("Relu", net.BatchNorm(net.Conv(inner, width, 3, stride, 8)));
            inner = net.BatchNorm(net.Conv(inner, width, 1));
            string shortcut = stride == 1 && width == net.Channels(y) ? y : net.BatchNorm(net.Conv(y, width, 1, stride));
            y = net.Op("Relu", net.Op("Add", $"{inner} {shortcut}"));
        }

        return net.Classified(y);
    }

    private static ModelProto Shuffled(UntrainedNet net)
    {
        string y = net.Op("Relu", net.BatchNorm(net.Conv("input", 24, stride: 2)));
        int side = 16;
        foreach (int width in (int[])[48, 96])
        {
            string left = Depthwise(net, y, 2, width / 2);
            side /= 2;
            y = Shuffle(net, left, Right(net, y, 2, width / 2), side);
            for (int unit = 0; unit < 3; unit++)
            {
                string[] halves = net.Halves(y);
                y = Shuffle(net, halves[0], Right(net, halves[1], 1, width / 2), side);
            }
        }

        return net.Classified(net.Op("Relu", net.BatchNorm(net.Conv(y, 192, 1))));
    }

    private static string Right(UntrainedNet net, string x, int stride, int width) =>
        Depthwise(net, net.Op("Relu", net.BatchNorm(net.Conv(x, width, 1))), stride, width);

    private static string Depthwise(UntrainedNet net, string x, int stride, int width) =>
        net.Op("Relu", net.BatchNorm(net.Conv(net.BatchNorm(net.Conv(x, net.Channels(x), 3, stride, net.Channels(x))), width, 1)));

    private static string Shuffle(UntrainedNet net, string left, string right, int side)
    {
        int width = net.Channels(left) * 2;
        string apart = net.Op("Reshape", $"{net.Op("Concat", $"{left} {right}", width, ("axis", 1))} {net.List(-1, 2, width / 2, side, side)}");
        return net.Op("Reshape", $"{net.Op("Transpose", apart, null, ("perm", new[] { 0, 2, 1, 3, 4 }))} {net.List(-1, width, side, side)}");
    }
}
