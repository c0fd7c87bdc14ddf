using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The operators that can be trained, each with its handler.</summary>
internal static class OperatorHandlers
{
    private static readonly Dictionary<string, OperatorHandler> All = new(StringComparer.Ordinal)
    {
        ["Conv"] = One(Convolutions.Conv),
        ["Relu"] = One(Activations.Relu),
        ["Add"] = One(Arithmetic.Add),
    };

    /// <summary>The operators of the standard's own domain that have a handler.</summary>
    public static IEnumerable<string> Supported => All.Keys.Order(StringComparer.Ordinal);

    /// <summary>The handler of a node; <see langword="null"/> where there is none.</summary>
    public static OperatorHandler? Find(NodeProto node) => node.Domain is "" or "ai.onnx" ? All.GetValueOrDefault(node.OpType) : null;

    private static OperatorHandler One(Func<OperatorCall, Tensor> handler) => call => [handler(call)];
}
