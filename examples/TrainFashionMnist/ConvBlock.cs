using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Examples;

/// <summary>Convolution and batch normalization, and a ReLU unless an addition follows.</summary>
internal sealed class ConvBlock : nn.Module<Tensor, Tensor>
{
    private readonly string _name;
    private readonly bool _relu;
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _bn;

    public ConvBlock(string name, int inputs, int outputs, int kernel = 3, int stride = 1, int groups = 1, bool relu = true)
        : base(name)
    {
        _name = name;
        _relu = relu;
        _conv = nn.Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2, groups: groups, bias: false);
        _bn = nn.BatchNorm2d(outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor result = _bn.forward(_conv.forward(input));
        return _relu ? result.relu_() : result;
    }

    /// <summary>Adds to the graph what <see cref="forward"/> computes.</summary>
    public string Export(OnnxGraph graph, string input)
    {
        string result = graph.Convolution($"{_name}.conv", input, _conv);
        result = graph.BatchNormalization($"{_name}.bn", result, _bn);
        return _relu ? graph.Node($"{_name}.relu", "Relu", result) : result;
    }
}
