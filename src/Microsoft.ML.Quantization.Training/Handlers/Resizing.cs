using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>
/// Resize, axis by axis: each position of the output is a weighted sum of a few of the input. TorchSharp's own interpolation knows
/// fewer ways to place positions.
/// </summary>
internal static class Resizing
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Resize", Resize },
    };

    private static Tensor Resize(OperatorCall call)
    {
        if (call.Node.Integer("antialias", 0) != 0)
        {
            throw call.NotSupported("antialias");
        }

        return ResizedAxis.Read(call, call[0].shape).Aggregate(call[0], (input, axis) => Resize(call, input, axis));
    }

    private static Tensor Resize(OperatorCall call, Tensor input, ResizedAxis axis)
    {
        string mode = call.Node.Text("mode", "nearest");
        float[] positions = [.. Enumerable.Range(0, (int)axis.Size).Select(position => SourcePosition.Map(call, axis, position))];
        return mode switch
        {
            "nearest" => Read(input, axis, [.. positions.Select(position => SourcePosition.Nearest(call, position))]),
            _ when !input.is_floating_point() => throw call.NotSupported($"mode '{mode}' on integers"),
            "linear" => Interpolate(input, axis, positions, Interpolation.Linear(axis.InputSize)),
            "cubic" => Interpolate(input, axis, positions, Interpolation.Cubic(
                axis.InputSize, call.Node.Real("cubic_coeff_a", -0.75f), call.Node.Integer("exclude_outside", 0) != 0)),
            _ => throw call.NotSupported($"mode '{mode}'"),
        };
    }

    private static Tensor Interpolate(Tensor input, ResizedAxis axis, float[] positions, Interpolation interpolation)
    {
        long[] across = [-1, .. Enumerable.Repeat(1L, (int)(input.dim() - axis.Axis - 1))];
        float[][] weights = Array.ConvertAll(positions, interpolation.Weights);
        return Enumerable.Range(0, interpolation.Count)
            .Select(tap => Read(input, axis, Array.ConvertAll(positions, position => interpolation.First(position) + tap))
                * tensor(Array.ConvertAll(weights, weight => weight[tap]), device: input.device).reshape(across))
            .Aggregate(TensorSums.Plus);
    }

    private static Tensor Read(Tensor input, ResizedAxis axis, long[] positions) =>
        input.index_select(axis.Axis, tensor(Array.ConvertAll(positions, position => Math.Clamp(position, 0, axis.InputSize - 1)), device: input.device));
}
