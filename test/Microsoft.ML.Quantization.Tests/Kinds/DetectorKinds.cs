using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>Networks that find things: boxes and scores, maps of lines and of text.</summary>
internal static class DetectorKinds
{
    public static IReadOnlyList<ModelKind> All { get; } =
    [
        ConvolutionKinds.Images("face detector, two scales", Faces, 48),
        ConvolutionKinds.Images("YOLO, SiLU", Yolo, 48),
        ConvolutionKinds.Images("line segments", Lines, 48),
        ConvolutionKinds.Images("text map, DBNet", TextMap, 48),
    ];

    private static ModelProto Faces(KindBuilder net, string x)
    {
        string y = net.Op("Relu", net.Conv(x, 16, stride: 2));
        foreach (int width in (int[])[32, 32, 48])
        {
            y = net.Op("Relu", net.Conv(net.Op("Relu", net.Depthwise(y, stride: width == 48 || net.Shape(y)[1] == 16 ? 2 : 1)), width, 1));
        }

        string far = net.Op("Relu", net.Conv(net.Op("Relu", net.Depthwise(y, stride: 2)), 64, 1));
        string[] boxes = [.. new[] { y, far }.Select(tensor => Rows(net, net.Conv(net.Op("Relu", net.Depthwise(tensor)), 12, 1, spread: 0, size: 1.5, lift: 0), 4))];
        string[] scores = [.. new[] { y, far }.Select(tensor => Rows(net, net.Conv(net.Op("Relu", net.Depthwise(tensor)), 6, 1, spread: 0, size: 3), 2))];
        net.Output(net.Op("Softmax", net.Op("Concat", string.Join(' ', scores), ("axis", 1)), ("axis", 2)), "scores");
        string all = net.Op("Concat", string.Join(' ', boxes), ("axis", 1));
        string[] ends = net.Ops("Split", $"{all} {net.List(2, 2)}", 2, ("axis", 2));
        string centre = net.Op("Add", $"{net.Op("Mul", $"{ends[0]} {net.Number(0.1f)}")} {net.Constant([.. Enumerable.Range(0, 2 * (int)net.Shape(all)[1]).Select(_ => (float)net.Random.NextDouble())], 1, net.Shape(all)[1], 2)}");
        string size = net.Op("Exp", net.Op("Mul", $"{ends[1]} {net.Number(0.2f)}"));
        net.Output(net.Op("Concat", $"{centre} {size}", ("axis", 2)), "boxes");
        return net.Build();
    }

    private static ModelProto Yolo(KindBuilder net, string x)
    {
        string y = MobileKinds.Silu(net, net.Conv(x, 16, stride: 2));
        y = Stage(net, MobileKinds.Silu(net, net.Conv(y, 32, stride: 2)));
        string deep = Stage(net, MobileKinds.Silu(net, net.Conv(y, 48, stride: 2)));
        string near = Stage(net, MobileKinds.Silu(net, net.Conv(net.Op("Concat", $"{ConvolutionKinds.Doubled(net, deep)} {y}", ("axis", 1)), 32, 1)));
        string[] flat = [.. new[] { near, deep }.Select(tensor => Head(net, tensor))];
        string all = net.Op("Concat", string.Join(' ', flat), ("axis", 2));
        string[] parts = net.Ops("Split", $"{all} {net.List(4, 6)}", 2, ("axis", 1));
        string boxes = net.Op("Mul", $"{net.Op("Exp", net.Op("Mul", $"{parts[0]} {net.Number(0.4f)}"))} {net.Number(100)}");
        net.Output(net.Op("Concat", $"{boxes} {net.Op("Sigmoid", parts[1])}", ("axis", 1)), "found");
        return net.Build();
    }

    /// <summary>Line segments: a map of how likely a centre is, most of it far below zero, beside displacements in pixels.</summary>
    private static ModelProto Lines(KindBuilder net, string x)
    {
        string deep = MobileKinds.Inverted(net, x, MobileKinds.Clip, MobileKinds.Clip, squeeze: false, 4);
        string near = net.Op("Relu", net.Conv(x, 24, stride: 2));
        string joined = net.Op("Concat", $"{net.Op("Relu", net.Conv(ConvolutionKinds.Doubled(net, deep), 24, 1))} {net.Op("Relu", net.Conv(near, 24, 1))}", ("axis", 1));
        string y = net.Op("Relu", net.Conv(joined, 32));
        y = net.Op("Relu", net.Op("Add", $"{y} {net.Conv(y, 32)}"));
        float[] weights = net.Normals(5 * 32, 0.3);
        float[] sizes = [40, 4, 4, 12, 12];
        float[] scaled = [.. weights.Select((weight, i) => weight * sizes[i / 32] / 8)];
        net.Output(net.Op("Conv", $"{y} {net.Constant(scaled, 5, 32, 1, 1)} {net.Constant([-60, 0, 0, 0, 0], 5)}"), "lines");
        return net.Build();
    }

    private static ModelProto TextMap(KindBuilder net, string x)
    {
        string shallow = MobileKinds.HardSwish(net, net.Conv(x, 24, stride: 2));
        string deep = MobileKinds.Inverted(net, x, MobileKinds.HardSwish, (grown, gate) => grown.Op("HardSigmoid", gate), squeeze: true, 4);
        string a = net.Conv(shallow, 32, 1);
        string b = ConvolutionKinds.Doubled(net, net.Conv(deep, 32, 1));
        string fused = net.Op("Concat", $"{net.Conv(net.Op("Add", $"{a} {b}"), 16)} {net.Conv(b, 16)}", ("axis", 1));
        string y = net.Op("Relu", net.Conv(fused, 24));
        string up = net.Op("ConvTranspose", $"{y} {net.Constant([.. net.Normals(24 * 16 * 4).Select(value => value * 0.1f)], 24, 16, 2, 2)} {net.Constant(new float[16], 16)}", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        net.Output(net.Op("Sigmoid", net.Conv(net.Op("Relu", up), 1, 1, spread: 0, size: 4, lift: -1)), "map");
        return net.Build();
    }

    private static string Stage(KindBuilder net, string x)
    {
        int half = (int)net.Shape(x)[1] / 2;
        string[] parts = net.Ops("Split", $"{MobileKinds.Silu(net, net.Conv(x, 2 * half, 1))} {net.List(half, half)}", 2, ("axis", 1));
        string inner = MobileKinds.Silu(net, net.Conv(MobileKinds.Silu(net, net.Conv(parts[1], half)), half));
        string all = net.Op("Concat", $"{parts[0]} {parts[1]} {net.Op("Add", $"{parts[1]} {inner}")}", ("axis", 1));
        return MobileKinds.Silu(net, net.Conv(all, 2 * half, 1));
    }

    private static string Head(KindBuilder net, string x)
    {
        string boxes = net.Conv(MobileKinds.Silu(net, net.Conv(x, 24)), 4, 1, spread: 0, lift: 0);
        string scores = net.Conv(MobileKinds.Silu(net, net.Conv(x, 24)), 6, 1, spread: 0, size: 2, lift: -2);
        long side = net.Shape(x)[2];
        return net.Op("Reshape", $"{net.Op("Concat", $"{boxes} {scores}", ("axis", 1))} {net.List(-1, 10, side * side)}");
    }

    private static string Rows(KindBuilder net, string x, int columns) =>
        net.Op("Reshape", $"{net.Op("Transpose", x, ("perm", new[] { 0, 2, 3, 1 }))} {net.List(-1, net.Shape(x)[1] / columns * net.Shape(x)[2] * net.Shape(x)[3], columns)}");
}
