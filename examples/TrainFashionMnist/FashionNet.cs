using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Examples;

/// <summary>
/// A small classifier with the building blocks of larger ones: plain convolutions, a residual addition, and two
/// depthwise-separable blocks. Input [N,1,28,28] with pixels from 0 to 1, output [N,10] logits.
/// </summary>
internal sealed class FashionNet : nn.Module<Tensor, Tensor>
{
    private const int Classes = 10;

    private readonly ConvBlock _stem = new("stem", 1, 32);
    private readonly ConvBlock _down = new("down", 32, 64, stride: 2);
    private readonly ConvBlock _residual1 = new("residual1", 64, 64);
    private readonly ConvBlock _residual2 = new("residual2", 64, 64, relu: false);
    private readonly ConvBlock _depthwise1 = new("depthwise1", 64, 64, stride: 2, groups: 64);
    private readonly ConvBlock _pointwise1 = new("pointwise1", 64, 128, kernel: 1);
    private readonly ConvBlock _depthwise2 = new("depthwise2", 128, 128, groups: 128);
    private readonly ConvBlock _pointwise2 = new("pointwise2", 128, 128, kernel: 1);
    private readonly Linear _classifier = nn.Linear(128, Classes);

    public FashionNet()
        : base("fashion")
    {
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor x = _down.forward(_stem.forward(input));
        x = (x + _residual2.forward(_residual1.forward(x))).relu_();
        x = _pointwise1.forward(_depthwise1.forward(x));
        x = _pointwise2.forward(_depthwise2.forward(x));
        return _classifier.forward(x.mean([2L, 3L]));
    }

    /// <summary>Writes down as an ONNX graph what <see cref="forward"/> computes.</summary>
    public OnnxGraph Export()
    {
        var graph = new OnnxGraph("fashion_cnn");
        string x = graph.Input("image", 1, 28, 28);
        x = _down.Export(graph, _stem.Export(graph, x));
        string sum = graph.Node("residual.add", "Add", x, _residual2.Export(graph, _residual1.Export(graph, x)));
        x = graph.Node("residual.relu", "Relu", sum);
        x = _pointwise1.Export(graph, _depthwise1.Export(graph, x));
        x = _pointwise2.Export(graph, _depthwise2.Export(graph, x));
        x = graph.Node("flatten", "Flatten", graph.Node("pool", "GlobalAveragePool", x));
        graph.Output(graph.Gemm("scores", x, _classifier), Classes);
        return graph;
    }
}
