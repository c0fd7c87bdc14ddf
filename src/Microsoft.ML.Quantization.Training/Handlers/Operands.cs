using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The inputs of operators that treat all of them alike.</summary>
internal static class Operands
{
    /// <summary>All inputs. Shapes live on the CPU: one that meets values on another device follows them there.</summary>
    public static Tensor[] Aligned(OperatorCall call)
    {
        Tensor[] operands = [.. Enumerable.Range(0, call.Count).Select(index => call[index])];
        var elsewhere = operands.FirstOrDefault(operand => operand.device_type != DeviceType.CPU)?.device;
        return elsewhere is null ? operands : Array.ConvertAll(operands, operand => operand.to(elsewhere));
    }

    /// <summary>A handler of two inputs.</summary>
    public static Func<OperatorCall, Tensor> Pair(Func<Tensor, Tensor, Tensor> function) => call =>
    {
        var operands = Aligned(call);
        return operands.Length == 2 ? function(operands[0], operands[1]) : throw call.NotSupported($"{operands.Length} inputs");
    };

    /// <summary>A handler of any number of inputs, taken two by two.</summary>
    public static Func<OperatorCall, Tensor> Many(Func<Tensor, Tensor, Tensor> function) => call => Aligned(call).Aggregate(function);
}
