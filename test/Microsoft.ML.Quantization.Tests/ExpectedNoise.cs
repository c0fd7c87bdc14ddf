using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>
/// How far INT8 outputs may be from FP32 ones, by the scales of the written model alone: rounding to a step of s makes noise of
/// variance s^2/12, a layer passes on the noise of its input times its squared weights and adds that of the weights themselves
/// times the mean square of the input, and an Add sums up. Six standard deviations leave no room for chance.
/// </summary>
internal sealed class ExpectedNoise
{
    private const double Deviations = 6;

    private readonly Dictionary<string, double> _variances = new(StringComparer.Ordinal);
    private readonly GraphIndex _graph;
    private readonly ActivationStatistics _seen;

    private ExpectedNoise(GraphProto graph, ActivationStatistics seen)
    {
        (_graph, _seen) = (new GraphIndex(graph), seen);
        foreach (var node in graph.Node)
        {
            _variances[node.Output[0]] = After(node);
        }
    }

    /// <summary>The largest difference that each output may have on <paramref name="rows"/>, in its own unit.</summary>
    /// <param name="model">The FP32 model.</param>
    /// <param name="result">What was made of it.</param>
    /// <param name="rows">Rows that calibration saw.</param>
    public static double[] Largest(ModelProto model, QuantizationResult result, TensorValue[][] rows)
    {
        var graph = result.Model.Graph;
        using var observer = new ActivationObserver(new OnnxModel(model, "FP32"), result.Calibration.Tensors.Select(tensor => tensor.Name), []);
        var noise = new ExpectedNoise(graph, observer.Observe(rows, 1));
        return [.. graph.Output.Select(output => Deviations * Math.Sqrt(noise.Of(output.Name)))];
    }

    private double Of(string tensor) => _variances.GetValueOrDefault(tensor);

    private double After(NodeProto node) => node.OpType switch
    {
        "QuantizeLinear" => Of(node.Input[0]) + (MeanSquare(node) == 0 ? 0 : Rounding(Scale(node))),
        "Conv" or "Gemm" or "MatMul" => Layer(node),
        "Add" => node.Input.Sum(Of),
        _ => SubgraphCaptures.Reads(node).Max(Of),
    };

    private double Layer(NodeProto node)
    {
        var weights = _graph.Producer(node.Input[1])!;
        var tensor = _graph.Initializer(weights.Input[0])!;
        float[] scales = TensorData.Floats(_graph.Initializer(weights.Input[1])!);
        int axis = WeightedNodes.OutputAxis(node);
        int channels = (int)tensor.Dims[axis];
        long stride = tensor.Dims.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        var input = _graph.Producer(_graph.Producer(node.Input[0])!.Input[0])!;
        return TensorData.Integers(tensor)
            .Select((value, i) => (Channel: (int)(i / stride % channels), Value: value))
            .GroupBy(weight => weight.Channel, weight => weight.Value)
            .Max(channel =>
            {
                double scale = scales[channel.Key % scales.Length];
                double squares = channel.Sum(value => value * scale * value * scale);
                return squares == 0 ? 0 : (Of(node.Input[0]) * squares) + (MeanSquare(input) * channel.Count() * Rounding(scale));
            });
    }

    /// <summary>The mean square of the tensor behind a QuantizeLinear; one that shares the scale of another has at most that one's range.</summary>
    private double MeanSquare(NodeProto quantize) => _seen.Sketches.TryGetValue(quantize.Input[0], out var sketch)
        ? new ExpectedSquaredError(sketch).MeanSquare
        : Math.Pow(Scale(quantize) * byte.MaxValue, 2);

    private double Scale(NodeProto quantize) => TensorData.Floats(_graph.Initializer(quantize.Input[1])!)[0];

    private static double Rounding(double step) => step * step / 12;
}
