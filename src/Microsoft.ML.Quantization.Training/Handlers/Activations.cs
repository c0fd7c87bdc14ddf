using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Activation functions.</summary>
internal static class Activations
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Celu", call => call[0].celu(Scalars.Get(call.Node.Real("alpha", 1))) },
        { "Clip", Clip },
        { "Dropout", Dropout },
        { "Elu", call => call[0].elu(Scalars.Get(call.Node.Real("alpha", 1)), Scalars.Get(1), Scalars.Get(1)) },
        { "Gelu", Gelu },
        { "HardSigmoid", call => HardSigmoid(call[0], call.Node.Real("alpha", 0.2f), call.Node.Real("beta", 0.5f)) },
        { "HardSwish", call => call[0] * HardSigmoid(call[0], 1f / 6, 0.5f) },
        { "LeakyRelu", call => call[0].leaky_relu(Scalars.Get(call.Node.Real("alpha", 0.01f))) },
        { "LogSoftmax", call => call[0].log_softmax(call.Node.Integer("axis", -1)) },
        { "Mish", call => call[0] * Softplus(call[0]).tanh() },
        { "PRelu", call => where(call[0] < Scalars.Get(0), call[0] * call[1], call[0]) },
        { "Relu", call => call[0].relu() },
        { "Selu", call => call[0].elu(Scalars.Get(call.Node.Real("alpha", 1.67326319f)), Scalars.Get(call.Node.Real("gamma", 1.05070102f)), Scalars.Get(1)) },
        { "Sigmoid", call => call[0].sigmoid() },
        { "Softmax", call => call[0].softmax(call.Node.Integer("axis", -1)) },
        { "Softplus", call => Softplus(call[0]) },
        { "Softsign", call => call[0] / call[0].abs().Plus(Scalars.Get(1)) },
        { "Swish", call => call[0] * (call[0] * Scalars.Get(call.Node.Real("alpha", 1))).sigmoid() },
        { "Tanh", call => call[0].tanh() },
        { "ThresholdedRelu", call => call[0].masked_fill(call[0] <= Scalars.Get(call.Node.Real("alpha", 1)), Scalars.Get(0)) },
    };

    private static Tensor Softplus(Tensor input) => input.neg().log_sigmoid().neg();

    private static Tensor HardSigmoid(Tensor input, float alpha, float beta) => (input * Scalars.Get(alpha)).Plus(Scalars.Get(beta)).clamp(Scalars.Get(0), Scalars.Get(1));

    // maximum and minimum would halve the gradient of values that lie on a bound, which after rounding many do.
    private static Tensor Clip(OperatorCall call) => (call.Optional(1), call.Optional(2)) switch
    {
        (null, null) => call[0],
        ({ } low, null) => call[0].clamp_min(Bound(low)),
        (null, { } high) => call[0].clamp_max(Bound(high)),
        var (low, high) => call[0].clamp(Bound(low), Bound(high)),
    };

    private static Scalar Bound(Tensor bound) => bound.is_floating_point() ? Scalars.Get(bound.to(float64).item<double>()) : Scalars.Get(bound.to(int64).item<long>());

    private static Tensor Gelu(OperatorCall call) => call.Node.Text("approximate", "none") switch
    {
        "none" => call[0].gelu(),
        "tanh" => call[0].gelu(GELU.Approximate.tanh),
        var other => throw call.NotSupported($"approximation '{other}'"),
    };

    // Fine-tuning trains the model as it will run: without dropout.
    private static Tensor[] Dropout(OperatorCall call)
    {
        if (call.Optional(2)?.item<bool>() == true)
        {
            throw call.NotSupported("training_mode is on in the graph; export the model for inference");
        }

        return [call[0], ones(call[0].shape, dtype: @bool)];
    }
}
