using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Benchmarks.Kinds.Trained;

/// <summary>Builds a network over small pictures with weights as training begins with them, BatchNormalization as operators.</summary>
internal sealed class UntrainedNet
{
    private readonly ModelBuilder _model = new ModelBuilder(17).Input("input", -1, 3, 32, 32);
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal) { ["input"] = 3 };
    private readonly Random _random = new(7);
    private int _count;

    /// <summary>How many channels, or features, a tensor has.</summary>
    public int Channels(string x) => _channels[x];

    public string Op(string type, string inputs, int? channels = null, params (string Name, object Value)[] attributes)
    {
        string name = $"{type.ToLowerInvariant()}{_count++}";
        _model.Node(type, inputs, name, attributes);
        _channels[name] = channels ?? _channels[inputs.Split(' ').First(_channels.ContainsKey)];
        return name;
    }

    public string[] Halves(string x)
    {
        string[] names = [$"left{_count}", $"right{_count++}"];
        _model.Node("Split", $"{x} {List(_channels[x] / 2, _channels[x] / 2)}", string.Join(' ', names), ("axis", 1));
        return Array.ConvertAll(names, name => Known(name, _channels[x] / 2));
    }

    public string Number(float value) => Add(TensorData.Create<float>($"c{_count++}", [value], []));

    public string List(params long[] values) => Add(TensorData.Create<long>($"c{_count++}", values, [values.Length]));

    public string Constant(Func<int, float> value, params long[] shape) =>
        Add(TensorData.Create<float>($"c{_count++}", [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(value)], shape));

    public string Conv(string x, int outputs, int kernel = 3, int stride = 1, int groups = 1, bool hasBias = false, double size = 1)
    {
        int inputs = _channels[x] / groups;
        float deviation = (float)(size * Math.Sqrt(2.0 / (inputs * kernel * kernel)));
        string weights = Constant(_ => deviation * Normal(), outputs, inputs, kernel, kernel);
        int pad = kernel == stride ? 0 : kernel / 2;
        return Op("Conv", hasBias ? $"{x} {weights} {Constant(_ => 0, outputs)}" : $"{x} {weights}", outputs, ("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { stride, stride }), ("pads", new[] { pad, pad, pad, pad }), ("group", groups));
    }

    public string BatchNorm(string x) =>
        Op("BatchNormalization", $"{x} {Constant(_ => 1, Channels(x))} {Constant(_ => 0, Channels(x))} {Constant(_ => 0, Channels(x))} {Constant(_ => 1, Channels(x))}", null, ("epsilon", 1e-5f));

    public string LayerNorm(string x) =>
        Op("LayerNormalization", $"{x} {Constant(_ => 1, Channels(x))} {Constant(_ => 0, Channels(x))}", null, ("axis", -1), ("epsilon", 1e-5f));

    /// <summary>A linear layer over the last dimension: MatMul and Add.</summary>
    public string Linear(string x, int outputs, double size = 1)
    {
        float deviation = (float)(size / Math.Sqrt(Channels(x)));
        string product = Op("MatMul", $"{x} {Constant(_ => deviation * Normal(), Channels(x), outputs)}", outputs);
        return Op("Add", $"{product} {Constant(_ => 0, outputs)}", outputs);
    }

    public string Gelu(string x)
    {
        string half = Op("Add", $"{Op("Erf", Op("Div", $"{x} {Number(MathF.Sqrt(2))}"))} {Number(1)}");
        return Op("Mul", $"{Op("Mul", $"{x} {half}")} {Number(0.5f)}");
    }

    public string Halved(string x) => Op("AveragePool", x, null, ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));

    /// <summary>Ends a network over maps with a classifier.</summary>
    public ModelProto Classified(string x) => Build(Linear(Op("Flatten", Op("GlobalAveragePool", x)), 10));

    public ModelProto Build(string x) => _model.Node("Identity", x, "logits").Output("logits", [-1, 10]).Build();

    public float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));

    private string Known(string name, int channels)
    {
        _channels[name] = channels;
        return name;
    }

    private string Add(TensorProto constant)
    {
        _model.Weights(constant);
        return constant.Name;
    }
}
