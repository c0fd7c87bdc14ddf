using System.Security.Cryptography;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Moves the values of tensors into a file of their own.</summary>
internal sealed class ExternalWeightWriter(FileStream file, bool isHashed) : IDisposable
{
    // Page-aligned offsets let a reader map the file.
    private const int Alignment = 4096;

    private readonly IncrementalHash? _hash = isHashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private readonly List<(TensorProto Tensor, long Offset, long Length)> _moved = [];

    /// <summary>Writes the values of a tensor, which is emptied once <see cref="NameAll"/> says where they are.</summary>
    public void Move(OnnxModel model, TensorProto tensor)
    {
        Append(new byte[(Alignment - (file.Position % Alignment)) % Alignment]);
        long offset = file.Position;
        if (tensor.DataLocation == DataLocation.External)
        {
            ExternalDataReference from = ExternalDataReference.Read(tensor);
            using Stream source = model.DataFolder!.Open(tensor, from);
            source.Position = from.Offset;
            Copy(source, from.Length);
        }
        else
        {
            Append(tensor.RawData.Span);
        }

        _moved.Add((tensor, offset, file.Position - offset));
    }

    /// <summary>Has all tensors refer to a file.</summary>
    public void NameAll(string name)
    {
        foreach (var (tensor, offset, length) in _moved)
        {
            new ExternalDataReference(name, offset, length).WriteTo(tensor);
        }
    }

    /// <summary>The SHA-256 of what was written, in lower-case hexadecimal.</summary>
    public string Hash() => ModelHash.Text(_hash!.GetHashAndReset());

    public void Dispose() => _hash?.Dispose();

    private void Copy(Stream source, long length)
    {
        byte[] buffer = new byte[(int)Math.Min(length, 1 << 20)];
        while (length > 0)
        {
            int count = (int)Math.Min(length, buffer.Length);
            source.ReadExactly(buffer, 0, count);
            Append(buffer.AsSpan(0, count));
            length -= count;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        _hash?.AppendData(bytes);
    }
}
