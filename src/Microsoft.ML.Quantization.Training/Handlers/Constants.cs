using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Tensors that are made rather than computed: constants, shapes, ranges.</summary>
internal static class Constants
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Constant", call => ConstantNodes.Value(call.Node) is { } value ? TorchTensors.Read(value, CPU) : throw call.NotSupported("a constant that is no tensor of numbers") },
        { "ConstantOfShape", ConstantOfShape },
        { "Range", Range },
        { "Shape", Shape },
        { "Size", call => tensor(call[0].numel()) },
    };

    private static Tensor ConstantOfShape(OperatorCall call)
    {
        var value = call.Node.Find("value") is { } attribute ? TorchTensors.Read(attribute.T, CPU) : zeros(1);
        return value.reshape(1).expand(call.Integers(0)).contiguous();
    }

    private static Tensor Range(OperatorCall call)
    {
        double start = Number(call, 0), limit = Number(call, 1), step = Number(call, 2);
        long count = Math.Max(0, (long)Math.Ceiling((limit - start) / step));
        return (arange(Scalars.Get(0), Scalars.Get(count), Scalars.Get(1), dtype: call[0].dtype) * call[2]).Plus(call[0]);
    }

    private static Tensor Shape(OperatorCall call)
    {
        long[] shape = call[0].shape;
        int start = Position(call.Node.Integer("start", 0), shape.Length);
        int end = Position(call.Node.Integer("end", shape.Length), shape.Length);
        return tensor(start < end ? shape[start..end] : []);
    }

    private static int Position(long position, int length) => (int)Math.Clamp(position < 0 ? position + length : position, 0, length);

    private static double Number(OperatorCall call, int index) => call[index].to(float64).item<double>();
}
