using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Changes of the element type. Floating point of any width is kept as float32, rounded where the width is smaller.</summary>
internal static class Casts
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Cast", Cast },
        { "CastLike", call => call[0].to(call[1].dtype) },
    };

    private static Tensor Cast(OperatorCall call) => (DataType)call.Node.Integer("to", 0) switch
    {
        DataType.Float or DataType.Double => call[0].to(float32),
        DataType.Float16 => call[0].to(float16).to(float32),
        DataType.Bfloat16 => call[0].to(bfloat16).to(float32),
        DataType.Bool => call[0].to(@bool),
        DataType.Int64 => call[0].to(int64),
        DataType.Int32 => call[0].to(int32),
        DataType.Int16 => call[0].to(int16),
        DataType.Int8 => call[0].to(int8),
        DataType.Uint8 => call[0].to(uint8),
        var other => throw call.NotSupported($"a cast to {ElementTypes.Name((int)other)}"),
    };
}
