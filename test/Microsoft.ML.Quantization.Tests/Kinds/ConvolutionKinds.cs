using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>Plain, dense and branching convolution networks.</summary>
internal static class ConvolutionKinds
{
    private const int Side = 32;

    public static IReadOnlyList<ModelKind> All { get; } =
    [
        Images("DenseNet", Dense),
        Images("ResNet, activation first", ActivationFirst),
        Images("ResNet", Residual),
        Images("Inception", Inception),
        Images("U-Net", UNet),
        Images("LeakyRelu, Darknet", Darknet),
    ];

    internal static ModelKind Images(string name, Func<KindBuilder, string, ModelProto> grow, int side = Side) =>
        new(name, (net, rows) => grow(net, net.Input("x", [.. rows.Select(row => row[0])], -1, 3, side, side)), (seed, count) => KindRows.Images(seed, count, side));

    internal static ModelProto Classified(KindBuilder net, string x, int classes = 20)
    {
        string pooled = net.Op("Flatten", net.Op("GlobalAveragePool", x));
        net.Output(net.Linear(pooled, classes, 3), "logits");
        return net.Build();
    }

    private static ModelProto Dense(KindBuilder net, string x)
    {
        string y = net.Op("Relu", net.Conv(x, 32, stride: 2));
        for (int block = 0; block < 3; block++)
        {
            for (int layer = 0; layer < 4; layer++)
            {
                string narrow = net.Op("Relu", net.Conv(net.Op("Relu", net.BatchNorm(y)), 48, 1));
                y = net.Op("Concat", $"{y} {net.Conv(narrow, 16, spread: 0.9, lift: 0)}", ("axis", 1));
            }

            if (block < 2)
            {
                y = net.Op("AveragePool", net.Conv(net.Op("Relu", net.BatchNorm(y)), (int)net.Shape(y)[1] / 2, 1), ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
            }
        }

        return Classified(net, net.Op("Relu", net.BatchNorm(y)));
    }

    private static ModelProto ActivationFirst(KindBuilder net, string x)
    {
        string y = net.Conv(x, 48, stride: 2);
        for (int block = 0; block < 5; block++)
        {
            string inner = net.Op("Relu", net.Conv(net.Op("Relu", net.BatchNorm(y)), 48));
            y = net.Op("Add", $"{y} {net.Conv(inner, 48, size: 0.7)}");
        }

        return Classified(net, net.Op("Relu", net.BatchNorm(y)));
    }

    private static ModelProto Residual(KindBuilder net, string x)
    {
        string y = net.Op("Relu", net.Conv(x, 48, stride: 2));
        for (int block = 0; block < 5; block++)
        {
            string inner = net.Op("Relu", net.Conv(y, 48));
            y = net.Op("Relu", net.Op("Add", $"{net.Conv(inner, 48)} {y}"));
        }

        return Classified(net, y);
    }

    private static ModelProto Inception(KindBuilder net, string x)
    {
        string y = net.Op("Relu", net.Conv(x, 32, stride: 2));
        for (int block = 0; block < 4; block++)
        {
            string a = net.Op("Relu", net.Conv(y, 24, 1));
            string b = net.Op("Relu", net.Conv(net.Op("Relu", net.Conv(y, 24, 1)), 32));
            string pooled = net.Op("MaxPool", y, ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 1, 1 }), ("pads", new[] { 1, 1, 1, 1 }));
            string c = net.Op("Relu", net.Conv(pooled, 16, 1));
            y = net.Op("Concat", $"{a} {b} {c}", ("axis", 1));
        }

        return Classified(net, y);
    }

    private static ModelProto UNet(KindBuilder net, string x)
    {
        string a = net.Op("Relu", net.Conv(net.Op("Relu", net.Conv(x, 24)), 24));
        string b = net.Op("Relu", net.Conv(net.Op("Relu", net.Conv(Halved(net, a), 48)), 48));
        string c = net.Op("Relu", net.Conv(net.Op("Relu", net.Conv(Halved(net, b), 64)), 64));
        string up = net.Op("Relu", net.Conv(net.Op("Concat", $"{Doubled(net, c)} {b}", ("axis", 1)), 48));
        up = net.Op("Relu", net.Conv(net.Op("Concat", $"{Doubled(net, up)} {a}", ("axis", 1)), 24));
        net.Output(net.Op("Sigmoid", net.Conv(up, 4, 1, spread: 0, size: 3)), "mask");
        return net.Build();
    }

    private static ModelProto Darknet(KindBuilder net, string x)
    {
        string y = x;
        foreach (int width in (int[])[24, 48, 48, 64, 64])
        {
            y = net.Op("LeakyRelu", net.Conv(y, width, stride: width == 48 && net.Shape(y)[2] == Side ? 2 : 1), ("alpha", 0.1f));
            y = y.Length > 0 && net.Shape(y)[2] > 8 ? Halved(net, y) : y;
        }

        return Classified(net, y);
    }

    internal static string Halved(KindBuilder net, string x) => net.Op("MaxPool", x, ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));

    internal static string Doubled(KindBuilder net, string x) =>
        net.Op("Resize", $"{x} - {net.Constant([1, 1, 2, 2], 4)}", ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
}
