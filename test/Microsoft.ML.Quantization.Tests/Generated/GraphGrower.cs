using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>A graph in the making, to which steps add nodes.</summary>
/// <param name="random">Decides everything.</param>
/// <param name="opset">The version of the operators.</param>
/// <param name="width">What the numbers of channels and features are multiples of.</param>
internal sealed class GraphGrower(Random random, long opset, int width)
{
    private readonly List<GeneratedTensor> _tensors = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private int _names;

    public ModelBuilder Builder { get; } = new(opset);

    public Random Random => random;

    public long Opset => opset;

    public int Width => width;

    public IReadOnlyList<GeneratedTensor> Tensors => _tensors;

    /// <summary>The results that no node reads.</summary>
    public IEnumerable<GeneratedTensor> Ends => _tensors.Where(tensor => !_read.Contains(tensor.Name));

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T One<T>(params T[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A number of channels or features.</summary>
    public int SomeWidth() => width * One(1, 2, 3, 4);

    public string NewName() => $"t{_names++}";

    public void Input(string name, long batch, long[] row)
    {
        Builder.Input(name, [batch, .. row]);
        _tensors.Add(new GeneratedTensor(name, row));
    }

    /// <summary>The latest tensor, or now and then any.</summary>
    public GeneratedTensor Pick() => Chance(0.75) ? _tensors[^1] : _tensors[random.Next(_tensors.Count)];

    /// <summary>Another tensor that <paramref name="fits"/>, the later ones first; null where there is none.</summary>
    public GeneratedTensor? Other(GeneratedTensor than, Func<GeneratedTensor, bool> fits) =>
        _tensors.Where(tensor => tensor != than && fits(tensor)).Reverse().Take(4).OrderBy(_ => random.Next()).FirstOrDefault();

    /// <summary>Adds a node of one output, whose name it makes.</summary>
    public GeneratedTensor Node(string operatorType, string inputs, long[] row, params (string Name, object Value)[] attributes)
    {
        string name = NewName();
        Node(operatorType, inputs, name, attributes);
        return Result(name, row);
    }

    /// <summary>Adds a node whose outputs are not to be read by later steps unless they are told of by <see cref="Result"/>.</summary>
    public void Node(string operatorType, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        Builder.Node(operatorType, inputs, outputs, attributes);
        _read.UnionWith(inputs.Split(' '));
    }

    public GeneratedTensor Result(string name, long[] row)
    {
        _tensors.Add(new GeneratedTensor(name, row));
        return _tensors[^1];
    }

    public string Constant(float[] values, params long[] shape)
    {
        string name = NewName();
        Builder.Weights(name, values, shape);
        return name;
    }

    public string Constant(params long[] values)
    {
        string name = NewName();
        Builder.Weights(TensorData.Create<long>(name, values, [values.Length]));
        return name;
    }

    public string Scalar(float value)
    {
        string name = NewName();
        Builder.Weights(TensorData.Create<float>(name, [value], []));
        return name;
    }

    public string Flag(bool value)
    {
        string name = NewName();
        Builder.Weights(new TensorProto { Name = name, DataType = (int)DataType.Bool, RawData = Google.Protobuf.ByteString.CopyFrom((byte)(value ? 1 : 0)) });
        return name;
    }

    public float Normal(double deviation = 1) =>
        (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    /// <summary>
    /// Weights that keep the size of what they are applied to, their output channels of somewhat different size as training leaves them.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="fanIn">How many products each output is the sum of.</param>
    /// <param name="channelOf">The output channel of each weight.</param>
    public float[] Layer(long count, long fanIn, Func<long, long> channelOf)
    {
        double[] sizes = [.. Enumerable.Range(0, 256).Select(_ => Math.Exp(Normal(0.3)))];
        double deviation = Math.Sqrt(1.5 / fanIn);
        float[] weights = new float[count];
        for (long i = 0; i < count; i++)
        {
            weights[i] = Normal(deviation * sizes[channelOf(i) % sizes.Length]);
        }

        return weights;
    }

    public float[] Normals(long count, double deviation) => [.. Enumerable.Range(0, (int)count).Select(_ => Normal(deviation))];

    /// <summary>Numbers around one, as gains are.</summary>
    public float[] Gains(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => (float)(0.5 + random.NextDouble()))];
}
