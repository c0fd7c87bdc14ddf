using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>
/// A prepared ONNX graph as a TorchSharp module: its weights are parameters, each node runs by its handler, and gradients flow
/// through all of it. Given what rounds its values it computes what the INT8 model will.
/// </summary>
internal sealed class TorchGraph : nn.Module
{
    private readonly GraphProto _graph;
    private readonly long _opset;
    private readonly bool _fixedBatch;
    private readonly OperatorHandler[] _handlers;
    private readonly Dictionary<string, Tensor> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Parameter> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _magnitudes = new(StringComparer.Ordinal);

    /// <param name="model">The prepared model.</param>
    /// <param name="find">Finds the handler of a node; <see langword="null"/> for a node without one.</param>
    /// <param name="device">Where floating-point tensors live; <see langword="null"/> for the CPU. Shapes and indices stay on the CPU.</param>
    /// <param name="relative">Whether parameters are weights over their magnitude, so that steps of one size fit them all, or the weights themselves.</param>
    /// <exception cref="NotSupportedException">A node has no handler.</exception>
    public TorchGraph(OnnxModel model, Func<NodeProto, OperatorHandler?> find, Device? device = null, bool relative = false)
        : base(nameof(TorchGraph))
    {
        _graph = model.Graph;
        _opset = Opset.Version(model.Proto);
        _handlers = SupportedNodes.Handlers(model, find);
        _fixedBatch = FixedBatch.Is(_graph);
        var trainable = TrainableTensors.Names(_graph);
        using var scope = NewDisposeScope();
        foreach (var initializer in _graph.Initializer)
        {
            var tensor = TorchTensors.Read(model.Inline(initializer), device ?? CPU);
            if (!trainable.Contains(initializer.Name))
            {
                _constants[initializer.Name] = tensor.DetachFromDisposeScope();
                register_buffer($"constant{_constants.Count}", tensor, persistent: false);
                continue;
            }

            if (relative)
            {
                _magnitudes[initializer.Name] = WeightMagnitude.Measure(tensor).DetachFromDisposeScope();
                register_buffer($"magnitude{_magnitudes.Count}", _magnitudes[initializer.Name], persistent: false);
            }

            _weights[initializer.Name] = new Parameter(relative ? tensor / _magnitudes[initializer.Name] : tensor);
            _weights[initializer.Name].DetachFromDisposeScope();
            register_parameter($"weight{_weights.Count}", _weights[initializer.Name]);
        }
    }

    /// <summary>What training changes, by the name of the initializer: the weights, or the weights over their magnitude.</summary>
    public IReadOnlyDictionary<string, Parameter> Weights => _weights;

    /// <summary>The weights of an initializer as they are now.</summary>
    public Tensor Weight(string name) => _magnitudes.TryGetValue(name, out var magnitude) ? _weights[name] * magnitude : _weights[name];

    /// <summary>What stays as it is, by the name of the initializer.</summary>
    public IReadOnlyDictionary<string, Tensor> Constants => _constants;

    /// <summary>The running means and variances of BatchNormalization, by the name of the initializer.</summary>
    public IReadOnlyDictionary<string, Tensor> Statistics => _graph.Node
        .Where(node => node.Is("BatchNormalization"))
        .SelectMany(node => node.Input.Skip(3))
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(name => name, name => _constants[name], StringComparer.Ordinal);

    /// <summary>Computes the graph.</summary>
    /// <param name="inputs">The graph's inputs, by name.</param>
    /// <param name="rounding">Rounds what the INT8 model rounds; <see langword="null"/> computes in FP32.</param>
    /// <param name="wanted">The tensors to return.</param>
    public Dictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, IGraphRounding? rounding, IEnumerable<string> wanted)
    {
        var values = new GraphValues(rounding);
        foreach (var (name, tensor) in _constants)
        {
            values[name] = tensor;
        }

        foreach (string name in _weights.Keys)
        {
            values[name] = Weight(name);
        }

        foreach (var (name, tensor) in inputs)
        {
            values[name] = tensor;
        }

        long rows = _fixedBatch ? FixedBatch.Rows(inputs.Values) : 1;
        for (int i = 0; i < _handlers.Length; i++)
        {
            var node = _graph.Node[i];
            if (rounding?.IsFolded(node) == true)
            {
                values.Rename(node.Input[0], node.Output[0]);
                continue;
            }

            var call = new OperatorCall(node, _opset, values.Read(node)) { Training = training, Rows = rows };
            var outputs = Outputs(_handlers[i], call);
            for (int j = 0; j < Math.Min(outputs.Length, node.Output.Count); j++)
            {
                values[node.Output[j]] = outputs[j];
            }
        }

        return wanted.ToDictionary(name => name, values.Result, StringComparer.Ordinal);
    }

    private static Tensor[] Outputs(OperatorHandler handler, OperatorCall call)
    {
        try
        {
            return handler(call);
        }
        catch (Exception e) when (e is ExternalException or ArgumentException or ArithmeticException or IndexOutOfRangeException)
        {
            throw call.NotSupported(LibTorchErrors.Describe(e), e);
        }
    }

    // A module does not dispose of buffers that are not saved.
    protected override void Dispose(bool disposing)
    {
        foreach (var tensor in disposing ? _constants.Values.Concat(_magnitudes.Values) : [])
        {
            tensor.Dispose();
        }

        base.Dispose(disposing);
    }
}
