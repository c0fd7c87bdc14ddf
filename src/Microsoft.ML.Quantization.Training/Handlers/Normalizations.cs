using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Normalizations over the batch, over channels and over features.</summary>
internal static class Normalizations
{
    public static readonly HandlerTable Handlers = new()
    {
        { "BatchNormalization", BatchNormalization },
        { "GroupNormalization", GroupNormalization },
        { "InstanceNormalization", call => nn.functional.group_norm(call[0], call[0].shape[1], call[1], call[2], Epsilon(call)) },
        { "LayerNormalization", LayerNormalization },
        { "LpNormalization", LpNormalization },
        { "LRN", LocalResponse },
        { "RMSNormalization", RootMeanSquare },
    };

    // ONNX's momentum is the share of the old statistics, TorchSharp's that of the new ones. While it trains, TorchSharp also brings
    // the running statistics up to date, in place. One value a channel, from a last batch of one row, has no variance.
    private static Tensor BatchNormalization(OperatorCall call)
    {
        if (call.Node.Integer("training_mode", 0) != 0)
        {
            throw call.NotSupported("training_mode is on in the graph; export the model for inference");
        }

        bool learns = call.Training && call[0].numel() > call[0].shape[1];
        return nn.functional.batch_norm(
            call[0], call[3], call[4], call[1], call[2], learns, 1.0 - call.Node.Real("momentum", 0.9f), Epsilon(call));
    }

    private static Tensor GroupNormalization(OperatorCall call)
    {
        long groups = call.Node.Integer("num_groups", 0);
        long each = call.Opset < 21 ? call[0].shape[1] / groups : 1;
        return nn.functional.group_norm(call[0], groups, call[1].repeat_interleave(each), call[2].repeat_interleave(each), Epsilon(call));
    }

    private static Tensor[] LayerNormalization(OperatorCall call)
    {
        var input = call[0];
        int first = (int)OperatorCall.Axis(call.Node.Integer("axis", -1), input);
        long[] features = input.shape[first..];
        var normalized = nn.functional.layer_norm(input, features, call[1].expand(features), call.Optional(2)?.expand(features), Epsilon(call));
        if (call.Node.Output.Count == 1)
        {
            return [normalized];
        }

        long[] axes = Features(input, first);
        return [normalized, input.mean(axes, true), input.var(axes, unbiased: false, keepdim: true).Plus(Scalars.Get(Epsilon(call))).rsqrt()];
    }

    private static Tensor RootMeanSquare(OperatorCall call)
    {
        var input = call[0];
        long[] axes = Features(input, (int)OperatorCall.Axis(call.Node.Integer("axis", -1), input));
        return input * (input * input).mean(axes, true).Plus(Scalars.Get(Epsilon(call))).rsqrt() * call[1];
    }

    private static Tensor LpNormalization(OperatorCall call)
    {
        var norms = call[0].norm((int)call.Node.Integer("axis", -1), true, call.Node.Integer("p", 2));
        return call[0] / norms.masked_fill(norms == Scalars.Get(0), Scalars.Get(1));
    }

    private static Tensor LocalResponse(OperatorCall call) => nn.functional.local_response_norm(
        call[0], call.Node.Integer("size", 1), call.Node.Real("alpha", 0.0001f), call.Node.Real("beta", 0.75f), call.Node.Real("bias", 1));

    private static long[] Features(Tensor input, int first) => [.. Enumerable.Range(first, (int)input.dim() - first)];

    private static double Epsilon(OperatorCall call) => call.Node.Real("epsilon", 1e-5f);
}
