using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>
/// Builds a network node by node and runs each on a few rows as it goes, so that its numbers can be given the statistics that training leaves: every
/// layer normalized over data, gains of channels far apart, some channels dead and a few many times as large.
/// </summary>
internal sealed class KindBuilder(int seed, long opset = 17)
{
    private readonly ModelBuilder _model = new(opset);
    private readonly Dictionary<string, TensorValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _constants = new(StringComparer.Ordinal);
    private int _count;

    public Random Random { get; } = new(seed);

    /// <param name="name">The name.</param>
    /// <param name="rows">A few rows of the data, the first dimension of each being 1.</param>
    /// <param name="shape">The shape in the model, the first dimension being free.</param>
    public string Input(string name, TensorValue[] rows, params long[] shape)
    {
        var all = Stack(name, rows);
        _model.Input(name, all.Values is long[] ? TensorProto.Types.DataType.Int64 : TensorProto.Types.DataType.Float, shape);
        _values[name] = all;
        return name;
    }

    public string Constant(float[] values, params long[] shape) => Add(TensorData.Create<float>($"c{_count++}", values, shape));

    public string List(params long[] values) => Add(TensorData.Create<long>($"c{_count++}", values, [values.Length]));

    public string Number(float value) => Add(TensorData.Create<float>($"c{_count++}", [value], []));

    public string Op(string type, string inputs, params (string Name, object Value)[] attributes) => Ops(type, inputs, 1, attributes)[0];

    public string[] Ops(string type, string inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(i => $"{type.ToLowerInvariant()}{_count++}")];
        _model.Node(type, inputs, string.Join(' ', names), attributes);
        Run(type, inputs, names, attributes);
        return names;
    }

    public string Output(string tensor, string name)
    {
        _model.Node("Identity", tensor, name).Output(name, [-1, .. _values[tensor].Shape[1..]]);
        return name;
    }

    public long[] Shape(string tensor) => _values[tensor].Shape;

    public float[] Values(string tensor) => (float[])_values[tensor].Values;

    public float[] Constants(string name) => TensorData.Floats(_constants[name]);

    /// <summary>What a node would make, without adding it.</summary>
    public float[] Tried(string type, string inputs, params (string Name, object Value)[] attributes)
    {
        Run(type, inputs, ["tried"], attributes);
        return Values("tried");
    }

    public ModelProto Build() => _model.Build();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());

    /// <summary>Normal numbers with heavy tails.</summary>
    public float[] Normals(int count, double tails = 0.5) => [.. Enumerable.Range(0, count).Select(_ => (float)(Normal() * Math.Exp(tails * Normal())))];

    private string Add(TensorProto constant)
    {
        _constants[constant.Name] = constant;
        _model.Weights(constant);
        return constant.Name;
    }

    private void Run(string type, string inputs, string[] outputs, (string Name, object Value)[] attributes)
    {
        string[] read = [.. inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var one = new ModelBuilder(opset);
        foreach (string input in read.Where(_values.ContainsKey))
        {
            one.Input(input, _values[input].Values is long[] ? TensorProto.Types.DataType.Int64 : TensorProto.Types.DataType.Float, _values[input].Shape);
        }

        foreach (string constant in read.Where(_constants.ContainsKey))
        {
            one.Weights(_constants[constant]);
        }

        one.Node(type, inputs, string.Join(' ', outputs), attributes);
        foreach (string output in outputs)
        {
            one.Output(output);
        }

        using var run = new SampleRun(one.Model());
        foreach (string output in outputs)
        {
            _values[output] = run.Output([.. read.Where(_values.ContainsKey).Select(name => _values[name])], output);
        }
    }

    private static TensorValue Stack(string name, TensorValue[] rows)
    {
        long[] shape = [rows.Length, .. rows[0].Shape[1..]];
        return rows[0].Values is long[]
            ? new TensorValue(name, rows.SelectMany(row => (long[])row.Values).ToArray(), shape)
            : new TensorValue(name, rows.SelectMany(row => (float[])row.Values).ToArray(), shape);
    }
}
