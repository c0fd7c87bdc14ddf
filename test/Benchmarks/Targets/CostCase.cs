using System.Globalization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Benchmarks.Targets;

/// <summary>
/// A chain of equal steps, so that two chains of unequal length tell what a step costs. Weights are as large as keeps the values of a chain in size.
/// </summary>
/// <param name="Name">What the step is.</param>
/// <param name="Shape">The shape of the chain's input.</param>
/// <param name="Step">Adds a step to a model: given the model, a name for what it makes and the tensor to read, it returns the tensor that it made.</param>
internal sealed record CostCase(string Name, long[] Shape, Func<ModelBuilder, string, string, string> Step)
{
    private static readonly (int In, int Out, int Side)[] Pointwise =
        [(8, 8, 28), (16, 16, 32), (24, 24, 28), (32, 32, 16), (64, 64, 8), (64, 64, 28), (128, 128, 14), (256, 256, 14), (16, 96, 56), (24, 144, 28), (32, 192, 28), (64, 384, 14), (96, 576, 14), (160, 960, 7), (16, 64, 56), (20, 50, 28)];

    private static readonly (int In, int Out, int Side)[] Wide =
        [(3, 16, 32), (3, 32, 112), (1, 8, 28), (5, 20, 28), (8, 8, 28), (16, 16, 32), (32, 32, 16), (64, 64, 8), (64, 64, 28), (128, 128, 14), (16, 64, 56)];

    private static readonly (int Channels, int Side)[] Depthwise = [(16, 28), (32, 112), (64, 12), (96, 56), (144, 28), (192, 14), (384, 14), (960, 7)];

    public static IEnumerable<CostCase> All =>
    [
        .. Pointwise.Select(size => Convolution(size.In, size.Out, size.Side, 1)),
        .. Wide.Select(size => Convolution(size.In, size.Out, size.Side, 3)),
        Convolution(16, 16, 28, 5),
        .. Depthwise.Select(size => Grouped(size.Channels, size.Side, 3, size.Channels)),
        Grouped(64, 14, 5, 64),
        Grouped(64, 14, 3, 4),
        Grouped(128, 14, 3, 32),
        .. Depthwise.Take(6).Select(size => Between(size.Channels, size.Side)),
        .. new[] { (64, 64, 1), (256, 256, 1), (1280, 1000, 1), (128, 128, 64), (128, 512, 64), (128, 10, 1) }.Select(size => Linear(size.Item1, size.Item2, size.Item3)),
        .. new[] { (32, 28), (128, 14) }.SelectMany(size => Elementwise(size.Item1, size.Item2)),
    ];

    /// <summary>The model of a chain; a first convolution or dense layer makes what the chain reads, and a last one reads what it makes.</summary>
    public ModelProto Build(int steps)
    {
        var model = new ModelBuilder(13).Input("x", Shape);
        bool isImage = Shape.Length == 4;
        string tensor = isImage ? Layer(model, "first", "x", (int)Shape[1], (int)Shape[1], 1, 1) : "x";
        for (int i = 0; i < steps; i++)
        {
            tensor = Step(model, $"t{i}", tensor);
        }

        model.Node(isImage ? "GlobalAveragePool" : "Identity", tensor, "y");
        var built = model.Output("y").Build();
        foreach (var node in built.Graph.Node)
        {
            node.Name = node.Output[0];
        }

        return built;
    }

    private static CostCase Convolution(int inputs, int outputs, int side, int kernel) => new(
        string.Create(CultureInfo.InvariantCulture, $"conv {kernel}x{kernel} {inputs}-{outputs} {side}"), [1, inputs, side, side],
        (model, name, tensor) => Layer(model, $"{name}b", Layer(model, name, tensor, inputs, outputs, kernel, 1), outputs, inputs, kernel, 1));

    private static CostCase Grouped(int channels, int side, int kernel, int groups) => new(
        string.Create(CultureInfo.InvariantCulture, $"group {kernel}x{kernel} {channels}/{groups} {side}"), [1, channels, side, side],
        (model, name, tensor) => Layer(model, name, tensor, channels, channels, kernel, groups));

    /// <summary>A step whose second layer, by its name, stays in FP32.</summary>
    private static CostCase Between(int channels, int side) => new(
        string.Create(CultureInfo.InvariantCulture, $"conversions {channels} {side}"), [1, channels, side, side],
        (model, name, tensor) => Layer(model, $"float{name}", Layer(model, name, tensor, channels, channels, 1, 1), channels, channels, 3, channels));

    private static CostCase Linear(int inputs, int outputs, int rows) => new(
        string.Create(CultureInfo.InvariantCulture, $"dense {inputs}-{outputs} {rows}"), [rows, inputs],
        (model, name, tensor) => Dense(model, $"{name}b", Dense(model, name, tensor, inputs, outputs), outputs, inputs));

    private static IEnumerable<CostCase> Elementwise(int channels, int side)
    {
        long[] shape = [1, channels, side, side];
        string size = string.Create(CultureInfo.InvariantCulture, $"{channels} {side}");
        yield return new CostCase($"max pool {size}", shape, (model, name, tensor) => Node(model, "MaxPool", name, tensor, ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 })));
        yield return new CostCase($"add {size}", shape, (model, name, tensor) => Node(model, "Add", name, $"{Layer(model, $"{name}c", tensor, channels, channels, 1, 1)} {tensor}"));
        yield return new CostCase($"conv only {size}", shape, (model, name, tensor) => Layer(model, $"{name}c", tensor, channels, channels, 1, 1));
        yield return new CostCase($"concat {size}", shape, (model, name, tensor) => Layer(model, $"{name}d", Node(model, "Concat", name, $"{tensor} {tensor}", ("axis", 1)), 2 * channels, channels, 1, 1));
        yield return new CostCase($"wide conv {size}", shape, (model, name, tensor) => Layer(model, $"{name}d", Layer(model, name, tensor, channels, 2 * channels, 1, 1), 2 * channels, channels, 1, 1));
        yield return new CostCase($"leaky {size}", shape, (model, name, tensor) => Node(model, "LeakyRelu", name, Layer(model, $"{name}c", tensor, channels, channels, 1, 1), ("alpha", 0.1f)));
    }

    private static string Node(ModelBuilder model, string operatorType, string name, string inputs, params (string Name, object Value)[] attributes)
    {
        model.Node(operatorType, inputs, name, attributes);
        return name;
    }

    /// <summary>A convolution and its Relu.</summary>
    private static string Layer(ModelBuilder model, string name, string tensor, int inputs, int outputs, int kernel, int groups)
    {
        int pad = kernel / 2;
        model.Weights($"{name}w", Uniform(outputs * (inputs / groups) * kernel * kernel, inputs / groups * kernel * kernel), outputs, inputs / groups, kernel, kernel)
            .Weights($"{name}z", new float[outputs], outputs)
            .Node("Conv", $"{tensor} {name}w {name}z", $"{name}s", ("kernel_shape", new[] { kernel, kernel }), ("pads", new[] { pad, pad, pad, pad }), ("group", groups))
            .Node("Relu", $"{name}s", name);
        return name;
    }

    private static string Dense(ModelBuilder model, string name, string tensor, int inputs, int outputs)
    {
        model.Weights($"{name}w", Uniform(inputs * outputs, inputs), inputs, outputs).Weights($"{name}z", new float[outputs], outputs)
            .Node("Gemm", $"{tensor} {name}w {name}z", $"{name}s").Node("Relu", $"{name}s", name);
        return name;
    }

    private static float[] Uniform(int count, int summed)
    {
        var random = new Random(count);
        float size = MathF.Sqrt(6f / summed);
        return [.. Enumerable.Range(0, count).Select(_ => size * ((2 * random.NextSingle()) - 1))];
    }
}
