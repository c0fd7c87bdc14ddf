using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks.Kinds;

/// <summary>Where the error of an INT8 model comes from: that of each activation rounded by itself, the rest being FP32.</summary>
internal static class NoiseMap
{
    /// <returns>The tensors and the errors of the output's parts, the worst first.</returns>
    public static IReadOnlyList<(string Tensor, double[] Errors)> Measure(string file, TensorValue[][] rows, QuantizationOptions options, PartErrors errors)
    {
        using var observed = ObservedModel.Create(file, rows, [options], new SilentProgress());
        var calibrated = observed.Calibrate(options, new SilentProgress());
        var found = new List<(string, double[])> { ("weights and clips", errors.Measure(calibrated.Prepared)) };
        foreach (var tensor in calibrated.Plan.Tensors.DistinctBy(tensor => tensor.Name))
        {
            var numbers = calibrated.Settings.Activations[tensor.RangeOf];
            var proto = calibrated.Prepared.Proto.Clone();
            foreach (var use in proto.Graph.Node)
            {
                for (int i = 0; i < use.Input.Count; i++)
                {
                    use.Input[i] = use.Input[i] == tensor.Name ? "noise_map_rounded" : use.Input[i];
                }
            }

            proto.Graph.Initializer.Add(TensorData.Create<float>("noise_map_scale", [numbers.Scale], []));
            proto.Graph.Initializer.Add(TensorData.Create<byte>("noise_map_zero", [(byte)numbers.ZeroPoint], []));
            int at = proto.Graph.Node.ToList().FindIndex(node => node.Output.Contains(tensor.Name)) + 1;
            proto.Graph.Node.Insert(at, Node("DequantizeLinear", "noise_map_integers", "noise_map_rounded"));
            proto.Graph.Node.Insert(at, Node("QuantizeLinear", tensor.Name, "noise_map_integers"));
            found.Add(($"{tensor.Name} [{(numbers.QuantizedMinimum - numbers.ZeroPoint) * numbers.Scale:G3}, {(numbers.QuantizedMaximum - numbers.ZeroPoint) * numbers.Scale:G3}]", errors.Measure(calibrated.Prepared.View(proto))));
        }

        return [.. found.OrderByDescending(one => one.Item2.Max())];
    }

    private static NodeProto Node(string type, string input, string output)
    {
        var node = new NodeProto { OpType = type, Name = output };
        node.Input.AddRange([input, "noise_map_scale", "noise_map_zero"]);
        node.Output.Add(output);
        return node;
    }
}
