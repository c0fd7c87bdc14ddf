using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>
/// Detectors' heads in the forms in which they are exported: a branch of boxes from 0 to 640 and one of scores from 0 to 1, joined by Concat, or each
/// branch alone with all else the same.
/// </summary>
/// <param name="Form">How the branches are joined.</param>
/// <param name="Seed">Of all weights.</param>
internal sealed record HeadModel(HeadForm Form, int Seed)
{
    public const int Boxes = 4;
    public const int Scores = 12;

    /// <summary>The channels of a branch within the net: with fewer, layers that read them are no faster in INT8.</summary>
    private const int Wide = 32;
    private const int Channels = 48;
    private const int Side = 16;

    public static readonly long[] Shape = [1, Channels, Side, Side];

    /// <summary>The model with both branches.</summary>
    public ModelProto Build() => Create([0, 1]);

    /// <summary>One branch by itself: 0 for boxes, 1 for scores.</summary>
    public ModelProto Alone(int branch) => Create([branch]);

    public static TensorValue[][] Rows(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => new TensorValue[] { new("x", Uniform(random, Channels * Side * Side, 1), Shape) })];
    }

    private static float[] Uniform(Random random, int count, double size) => [.. Enumerable.Range(0, count).Select(_ => (float)(((2 * random.NextDouble()) - 1) * size))];

    private ModelProto Create(int[] branches)
    {
        var model = new ModelBuilder(13).Input("x", Shape).Weights("flat", [1L, 0, -1], 3);
        string tensor = "x";
        for (int i = 0; i < (Form == HeadForm.Sliced ? 8 : 4); i++)
        {
            tensor = Convolution(model, $"body{i}", tensor, Channels, 0.08, 0, 1, relu: true);
        }

        string second = Convolution(model, "down1", tensor, Channels, 0.08, 0, 2, relu: true);
        string third = Convolution(model, "down2", second, Channels, 0.08, 0, 2, relu: true);
        string[] scales = Form is HeadForm.ThreeScales or HeadForm.TwoStages or HeadForm.Softmax ? [tensor, second, third] : [tensor];
        switch (Form)
        {
            case HeadForm.TwoStages:
                string[] heads = [.. scales.Select((scale, i) => Join(model, $"scale{i}", 1, [.. branches.Select(branch => Head(model, branch, i, scale))]))];
                Join(model, "y", 2, [.. heads.Select(head => Flat(model, head))]);
                return model.Output("y").Build();
            case HeadForm.Sliced:
                string joined = Join(model, "joined", 1, [.. branches.Select(branch => Head(model, branch, 0, tensor))]);
                Array.ForEach(branches, branch => Sliced(model, joined, branch, branches));
                return model.Build();
            case HeadForm.Softmax:
                foreach (int branch in branches)
                {
                    string all = Join(model, $"all{branch}", 2, [.. scales.Select((scale, i) => Flat(model, Head(model, branch, i, scale)))]);
                    model.Node(branch == 1 ? "Softmax" : "Identity", all, $"y{branch}", branch == 1 ? [("axis", 1)] : []).Output($"y{branch}");
                }

                return model.Build();
            default:
                string[] parts = [.. branches.Select(branch => Join(model, $"part{branch}", 2, [.. scales.Select((scale, i) => Scored(model, branch, Flat(model, Head(model, branch, i, scale))))]))];
                bool isTransposed = Form is HeadForm.Transposed;
                string last = Join(model, isTransposed ? "channels" : "y", 1, parts);
                _ = isTransposed ? model.Node("Transpose", last, "y", ("perm", new[] { 0, 2, 1 })) : model;
                return model.Output("y").Build();
        }
    }

    private string Head(ModelBuilder model, int branch, int scale, string input) => branch == 0
        ? Convolution(model, $"boxes{scale}", input, Form == HeadForm.Sliced ? Wide : Boxes, 12, 320, 1, relu: false)
        : Convolution(model, $"scores{scale}", input, Form == HeadForm.Sliced ? Wide : Scores, 0.1, -1, 1, relu: false);

    private static string Scored(ModelBuilder model, int branch, string tensor)
    {
        _ = branch == 1 ? model.Node("Sigmoid", tensor, $"{tensor}_p") : model;
        return branch == 1 ? $"{tensor}_p" : tensor;
    }

    private static string Flat(ModelBuilder model, string tensor)
    {
        model.Node("Reshape", $"{tensor} flat", $"{tensor}_flat");
        return $"{tensor}_flat";
    }

    /// <summary>One tensor is joined by nothing.</summary>
    private static string Join(ModelBuilder model, string name, int axis, string[] tensors)
    {
        _ = tensors.Length == 1 ? model.Node("Identity", tensors[0], name) : model.Node("Concat", string.Join(' ', tensors), name, ("axis", axis));
        return name;
    }

    private void Sliced(ModelBuilder model, string joined, int branch, int[] branches)
    {
        int start = branch == 1 && branches.Length > 1 ? Wide : 0;
        model.List($"start{branch}", (long)start).List($"end{branch}", (long)(start + Wide)).List($"axis{branch}", 1L)
            .Node("Slice", $"{joined} start{branch} end{branch} axis{branch}", $"slice{branch}");
        string made = Convolution(model, $"more{branch}", $"slice{branch}", 32, branch == 0 ? 0.0005 : 0.1, 0, 1, relu: true, inputs: Wide);
        model.Node("Identity", Convolution(model, $"y{branch}_last", made, 8, 0.1, 0, 1, relu: false, inputs: 32), $"y{branch}").Output($"y{branch}");
    }

    /// <summary>The weights are those of the name, in whatever model it is.</summary>
    private string Convolution(ModelBuilder model, string name, string input, int outputs, double size, float bias, int stride, bool relu, int inputs = Channels)
    {
        var random = new Random(Seed + name.Sum(letter => letter * 31));
        model.Weights($"{name}_w", Uniform(random, outputs * inputs * 9, size), outputs, inputs, 3, 3)
            .Weights($"{name}_b", [.. Enumerable.Range(0, outputs).Select(_ => bias + (float)(random.NextDouble() * 0.1))], outputs)
            .Node("Conv", $"{input} {name}_w {name}_b", relu ? $"{name}_linear" : name, ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { stride, stride }), ("pads", new[] { 1, 1, 1, 1 }));
        _ = relu ? model.Node("Relu", $"{name}_linear", name) : model;
        return name;
    }
}
