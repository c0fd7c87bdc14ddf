using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Identifies a model by its content, wherever its weights are kept.</summary>
internal static class ModelHash
{
    private const int BufferSize = 1 << 20;

    /// <summary>SHA-256, in lower-case hexadecimal, over the model without its raw weights and then over those, in graph order.</summary>
    public static string Compute(OnnxModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ModelProto bare = model.Proto.Clone();
        foreach (TensorProto tensor in ModelWalker.Tensors(bare))
        {
            tensor.ClearRawData();
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }

        hash.AppendData(bare.ToByteArray());
        foreach (TensorProto tensor in ModelWalker.Tensors(model.Proto))
        {
            Append(hash, model, tensor);
        }

        return Text(hash.GetHashAndReset());
    }

    /// <summary>A hash in lower-case hexadecimal.</summary>
    public static string Text(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();

    private static void Append(IncrementalHash hash, OnnxModel model, TensorProto tensor)
    {
        bool outside = tensor.DataLocation == DataLocation.External;
        ExternalDataReference reference = outside ? ExternalDataReference.Read(tensor) : default;
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, outside ? reference.Length : tensor.RawData.Length);
        hash.AppendData(length);
        if (!outside)
        {
            hash.AppendData(tensor.RawData.Span);
            return;
        }

        using Stream stream = model.DataFolder!.Open(tensor, reference);
        stream.Position = reference.Offset;
        byte[] buffer = new byte[(int)Math.Min(BufferSize, reference.Length)];
        for (long left = reference.Length; left > 0;)
        {
            int count = (int)Math.Min(left, buffer.Length);
            stream.ReadExactly(buffer, 0, count);
            hash.AppendData(buffer, 0, count);
            left -= count;
        }
    }
}
