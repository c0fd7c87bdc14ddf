using Google.Protobuf;

namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>Constants, as the format writes them into the program itself.</summary>
internal static class MilValues
{
    public static MilValue Text(string text)
    {
        var values = new MilTensorValue.Types.Strings();
        values.Values.Add(text);
        return Immediate(MilTypes.Of(MilDataType.String, []), new MilTensorValue { Strings = values });
    }

    public static MilValue Flag(bool flag)
    {
        var values = new MilTensorValue.Types.Bools();
        values.Values.Add(flag);
        return Immediate(MilTypes.Of(MilDataType.Bool, []), new MilTensorValue { Bools = values });
    }

    public static MilValue Integers(ReadOnlySpan<int> integers, ReadOnlySpan<int> shape)
    {
        var values = new MilTensorValue.Types.Ints();
        values.Values.AddRange(integers.ToArray());
        return Immediate(MilTypes.Of(MilDataType.Int32, shape), new MilTensorValue { Ints = values });
    }

    public static MilValue Reals(ReadOnlySpan<float> reals, ReadOnlySpan<int> shape)
    {
        var values = new MilTensorValue.Types.Floats();
        values.Values.AddRange(reals.ToArray());
        return Immediate(MilTypes.Of(MilDataType.Float32, shape), new MilTensorValue { Floats = values });
    }

    /// <summary>Values of a type that the format keeps as bytes: INT8, UINT8, FLOAT16.</summary>
    public static MilValue Bytes(MilDataType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape) =>
        Immediate(MilTypes.Of(type, shape), new MilTensorValue { Bytes = new MilTensorValue.Types.Bytes { Values = ByteString.CopyFrom(bytes) } });

    /// <summary>A value that is in the file of weights.</summary>
    public static MilValue InFile(MilDataType type, ReadOnlySpan<int> shape, ulong place) =>
        new() { Type = MilTypes.Of(type, shape), BlobFileValue = new MilValue.Types.BlobFile { FileName = BlobFile.Reference, Offset = place } };

    private static MilValue Immediate(MilValueType type, MilTensorValue value) => new() { Type = type, ImmediateValue = new MilValue.Types.Immediate { Tensor = value } };
}
