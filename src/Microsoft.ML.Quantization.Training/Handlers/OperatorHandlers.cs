using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The operators that can be trained, each with its handler.</summary>
internal static class OperatorHandlers
{
    private static readonly Dictionary<string, OperatorHandler> All = new(
        [
            .. Activations.Handlers,
            .. Arithmetic.Handlers,
            .. Casts.Handlers,
            .. Constants.Handlers,
            .. Convolutions.Handlers,
            .. Functions.Handlers,
            .. Gathering.Handlers,
            .. Logic.Handlers,
            .. MatrixProducts.Handlers,
            .. Normalizations.Handlers,
            .. Pads.Handlers,
            .. Pooling.Handlers,
            .. Reductions.Handlers,
            .. Reshaping.Handlers,
            .. Resizing.Handlers,
            .. Slicing.Handlers,
            .. Sorting.Handlers,
            .. SpaceAndDepth.Handlers,
        ],
        StringComparer.Ordinal);

    /// <summary>The operators of the standard's own domain that have a handler.</summary>
    public static IEnumerable<string> Supported => All.Keys.Order(StringComparer.Ordinal);

    /// <summary>The handler of a node; <see langword="null"/> where there is none.</summary>
    public static OperatorHandler? Find(NodeProto node) => node.Domain is "" or "ai.onnx" ? All.GetValueOrDefault(node.OpType) : null;
}
