using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Moves blocks of pixels into channels and back.</summary>
internal static class SpaceAndDepth
{
    public static readonly HandlerTable Handlers = new()
    {
        { "DepthToSpace", DepthToSpace },
        { "SpaceToDepth", SpaceToDepth },
    };

    private static Tensor DepthToSpace(OperatorCall call)
    {
        long block = call.Node.Integer("blocksize", 0);
        var (rows, channels, height, width) = Sizes(call);
        long depth = channels / (block * block);
        var blocks = call.Node.Text("mode", "DCR") switch
        {
            "DCR" => call[0].reshape(rows, block, block, depth, height, width).permute(0, 3, 4, 1, 5, 2),
            "CRD" => call[0].reshape(rows, depth, block, block, height, width).permute(0, 1, 4, 2, 5, 3),
            var other => throw call.NotSupported($"mode '{other}'"),
        };
        return blocks.reshape(rows, depth, height * block, width * block);
    }

    private static Tensor SpaceToDepth(OperatorCall call)
    {
        if (call.Node.Text("mode", "DCR") is not "DCR" and var other)
        {
            throw call.NotSupported($"mode '{other}'");
        }

        long block = call.Node.Integer("blocksize", 0);
        var (rows, channels, height, width) = Sizes(call);
        return call[0].reshape(rows, channels, height / block, block, width / block, block)
            .permute(0, 3, 5, 1, 2, 4)
            .reshape(rows, channels * block * block, height / block, width / block);
    }

    private static (long Rows, long Channels, long Height, long Width) Sizes(OperatorCall call) =>
        call[0].shape is [var rows, var channels, var height, var width] ? (rows, channels, height, width) : throw call.NotSupported($"{call[0].dim()} dimensions");
}
