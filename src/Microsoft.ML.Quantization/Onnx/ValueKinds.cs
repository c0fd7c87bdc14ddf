namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Names the values of a graph that are no tensors.</summary>
internal static class ValueKinds
{
    private const int Deepest = 8;

    /// <summary>What a value is, as a noun with its article; <see langword="null"/> for a tensor, and where the file does not tell.</summary>
    public static string? Other(TypeProto? type) => type?.ValueCase is null or TypeProto.ValueOneofCase.None or TypeProto.ValueOneofCase.TensorType ? null : $"a {Noun(type, "", 0)}";

    private static string Noun(TypeProto? type, string plural, int depth) => type?.ValueCase switch
    {
        _ when depth > Deepest => $"value{plural}",
        TypeProto.ValueOneofCase.SequenceType => $"sequence{plural} of {Noun(type.SequenceType.ElemType, "s", depth + 1)}",
        TypeProto.ValueOneofCase.MapType => $"map{plural} from {ElementTypes.Name(type.MapType.KeyType)} to {Noun(type.MapType.ValueType, "", depth + 1)}",
        TypeProto.ValueOneofCase.OptionalType => $"value{plural} that may be absent",
        TypeProto.ValueOneofCase.SparseTensorType => $"sparse tensor{plural}",
        TypeProto.ValueOneofCase.TensorType => plural.Length == 0 ? ElementTypes.Name(type.TensorType.ElemType) : $"{ElementTypes.Name(type.TensorType.ElemType)} tensors",
        _ => $"value{plural}",
    };
}
