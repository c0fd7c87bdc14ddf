using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>One dimension: a number, or free, and then with or without a name that it may share with others.</summary>
internal readonly record struct TensorDimension(long? Size, string? Parameter)
{
    public bool IsFree => Size == null;

    public override string ToString() => Size?.ToString() ?? Parameter ?? "?";
}

/// <summary>Name, element type and dimensions of a model input or output; no dimensions where the model does not tell the rank.</summary>
internal sealed record TensorSignature(string Name, TensorProto.Types.DataType Type, TensorDimension[]? Dimensions)
{
    public string Shape => Dimensions == null ? "[any]" : $"[{ForeignText.InMessage(string.Join(", ", Dimensions))}]";

    /// <summary>What it is where it is no tensor, as a noun with its article.</summary>
    public string? OtherKind { get; init; }

    /// <summary>Of an output: whether its size depends on the data.</summary>
    public bool FollowsData { get; init; }

    /// <summary>Whether a dimension beside the first, which is the batch, is free.</summary>
    public bool HasFreeRow => Dimensions == null || Dimensions.Skip(Dimensions.Length > 1 ? 1 : 0).Any(dimension => dimension.IsFree);

    public static TensorSignature Create(ValueInfoProto value)
    {
        var tensor = value.Type?.TensorType;
        var dimensions = tensor?.Shape?.Dim.Select(Dimension).ToArray();
        return new TensorSignature(value.Name, (TensorProto.Types.DataType)(tensor?.ElemType ?? 0), dimensions) { OtherKind = ValueKinds.Other(value.Type) };
    }

    // A size of zero or less stands for "free" in models of some exporters.
    private static TensorDimension Dimension(TensorShapeProto.Types.Dimension dimension) =>
        dimension.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && dimension.DimValue > 0
            ? new TensorDimension(dimension.DimValue, null)
            : new TensorDimension(null, string.IsNullOrEmpty(dimension.DimParam) ? null : dimension.DimParam);
}
