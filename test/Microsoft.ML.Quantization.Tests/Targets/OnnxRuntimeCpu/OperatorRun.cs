using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;

/// <summary>An operator's sample in INT8, to compare one node of it with what the node is defined to give.</summary>
internal sealed class OperatorRun : IDisposable
{
    private readonly TensorValue[][] _rows;
    private readonly NodeProto _node;
    private readonly GraphIndex _index;

    public OperatorRun(string operatorType)
    {
        var model = OperatorSamples.Model(operatorType);
        _rows = QuantizerRun.Rows(16, [.. model.Graph.Input[0].Type.TensorType.Shape.Dim.Select(size => size.DimValue)]);
        var result = QuantizerRun.Quantize(model, _rows);
        (Quantized, Plan) = (result.Model, result.Plan.Nodes.First(node => node.OperatorType == operatorType));
        _node = Quantized.Graph.Node.Single(node => node.Name == Plan.Name);
        _index = new GraphIndex(Quantized.Graph);
    }

    public OnnxModel Quantized { get; }

    /// <summary>The nodes that ONNX Runtime runs in its place.</summary>
    public string[] Kernels => [.. FusedNodes.Read(Quantized).NodesOf(Plan).Select(node => node.OpType)];

    /// <summary>What is planned for the node.</summary>
    public NodePlan Plan { get; }

    private IEnumerable<string> Activations => _node.Input.Take(Plan.ActivationInputs).Distinct();

    /// <summary>By how many INT8 steps each value that ONNX Runtime gives is off from the operator in FP32, quantized by its definition.</summary>
    public int[] StepsFromDefinition()
    {
        var quantize = _index.Consumers(_node.Output[0]).Single().Node;
        string made = _index.Consumers(quantize.Output[0]).Single().Node.Output[0];
        var parameters = new QuantizationParameters(
            TensorData.Floats(_index.Initializer(quantize.Input[1])!)[0], (int)TensorData.Integers(_index.Initializer(quantize.Input[2])!)[0], QuantizedType.UInt8);
        using var probe = new SampleRun(Probe([.. Activations, made]));
        Assert.IsTrue(FusedNodes.Read(probe.Model).Contains(Plan), "looking at it must change nothing");
        List<int> steps = [];
        foreach (var row in _rows)
        {
            var inputs = Activations.ToDictionary(name => name, name => probe.Output(row, name));
            float[] defined = (float[])ModelRunner.Run(Definition(inputs), (name, _, _) => inputs[name].Values)[_node.Output[0]];
            float[] actual = (float[])probe.Output(row, made).Values;
            steps.AddRange(defined.Zip(actual, (one, other) => Math.Abs(AffineQuantizer.Quantize(one, parameters) - AffineQuantizer.Quantize(other, parameters))));
        }

        return [.. steps];
    }

    public void Dispose() => Quantized.Dispose();

    /// <summary>The INT8 model, which also gives what the node reads and makes.</summary>
    private OnnxModel Probe(string[] tensors)
    {
        var proto = Quantized.Proto.Clone();
        foreach (string tensor in tensors.Except(proto.Graph.Output.Select(output => output.Name)))
        {
            proto.Graph.Output.Add(ModelBuilder.Value(tensor, DataType.Float, null));
        }

        return Quantized.View(proto);
    }

    /// <summary>The node alone, in FP32, with the weights that it has in INT8.</summary>
    private OnnxModel Definition(Dictionary<string, TensorValue> inputs)
    {
        var graph = new GraphProto { Name = "definition", Initializer = { Quantized.Graph.Initializer }, Output = { ModelBuilder.Value(_node.Output[0], DataType.Float, null) } };
        graph.Input.AddRange(inputs.Select(input => ModelBuilder.Value(input.Key, DataType.Float, input.Value.Shape)));
        graph.Node.AddRange(_node.Input.Except(inputs.Keys).Select(_index.Producer).OfType<NodeProto>().Append(_node));
        return Quantized.View(new ModelProto(Quantized.Proto) { Graph = graph });
    }
}
