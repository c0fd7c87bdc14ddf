using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.RandomGraphs;

/// <summary>Grows a graph node by node: each reads tensors that are there already, so values have many kinds of readers, and some are outputs.</summary>
internal abstract class RandomGraph
{
    private const double OutputShare = 0.15;

    private readonly List<(string Name, long[] Shape)> _tensors = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs = new(StringComparer.Ordinal);

    protected RandomGraph(int seed, long[] input)
    {
        (Random, Input) = (new Random(seed), input);
        Builder = new ModelBuilder(17).Input("x", input);
        _tensors.Add(("x", input));
    }

    public long[] Input { get; }

    protected Random Random { get; }

    protected ModelBuilder Builder { get; }

    public ModelProto Build(int nodes)
    {
        for (int i = 0; i < nodes; i++)
        {
            var (name, shape) = Pick();
            Grow(name, shape);
        }

        foreach (var (name, _) in _tensors.Skip(1).Where(tensor => _outputs.Contains(tensor.Name) || !_read.Contains(tensor.Name)))
        {
            Builder.Output(name);
        }

        return Builder.Build();
    }

    /// <summary>Adds a node, or a few, that read the tensor.</summary>
    protected abstract void Grow(string tensor, long[] shape);

    protected string Add(string operatorType, string inputs, long[] shape, params (string Name, object Value)[] attributes)
    {
        string output = $"t{_tensors.Count}";
        Builder.Node(operatorType, inputs, output, attributes);
        _read.UnionWith(inputs.Split(' '));
        _tensors.Add((output, shape));
        if (Random.NextDouble() < OutputShare)
        {
            _outputs.Add(output);
        }

        return output;
    }

    protected void Read(string tensor) => _read.Add(tensor);

    protected string Weights(double size, params long[] shape)
    {
        string name = $"w{_tensors.Count}_{Random.Next()}";
        Builder.Weights(name, QuantizerRun.Uniform(Random, (int)shape.Aggregate(1L, (product, dimension) => product * dimension), -size, size), shape);
        return name;
    }

    /// <summary>A Relu, or a Clip that can be folded or cannot.</summary>
    protected void AddActivation(string tensor, long[] shape)
    {
        var (low, high) = Random.Next(4) switch { 0 => (0f, 6f), 1 => (-0.5f, 0.75f), 2 => (0.1f, 2f), _ => (0f, float.PositiveInfinity) };
        if (float.IsPositiveInfinity(high))
        {
            Add("Relu", tensor, shape);
            return;
        }

        string name = $"bound{_tensors.Count}";
        Builder.Weights($"{name}_low", [low]).Weights($"{name}_high", [high]);
        Add("Clip", $"{tensor} {name}_low {name}_high", shape);
    }

    /// <summary>Another tensor of a shape; itself where there is no other.</summary>
    protected string Like(long[] shape)
    {
        var alike = _tensors.Where(tensor => tensor.Shape.SequenceEqual(shape)).ToArray();
        return alike[Random.Next(alike.Length)].Name;
    }

    /// <summary>Late tensors more often than early ones.</summary>
    private (string Name, long[] Shape) Pick() => _tensors[Math.Max(Random.Next(_tensors.Count), Random.Next(_tensors.Count))];
}
