using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The SHA-256 of calibration rows: names, types, shapes and bytes of all values, in the order of the rows and within them. The same
/// rows in another order have another hash, though they calibrate to the same ranges.
/// </summary>
internal sealed class DataHasher : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many rows were added.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds one row.</summary>
    /// <exception cref="ArgumentException">A value is of a type that has no bytes.</exception>
    public void Add(ReadOnlySpan<TensorValue> row)
    {
        Add(row.Length);
        foreach (TensorValue value in row)
        {
            Add(value);
        }

        Rows++;
    }

    /// <summary>The hash of the rows so far, 64 lower-case hexadecimal digits.</summary>
    public string Current() => Convert.ToHexString(_hash.GetCurrentHash()).ToLowerInvariant();

    public void Dispose() => _hash.Dispose();

    private void Add(TensorValue value)
    {
        Type element = value.Values.GetType().GetElementType()!;
        Add(value.Name);
        Add(element.Name);
        Add(value.Shape.Length);
        foreach (long dimension in value.Shape)
        {
            Add(dimension);
        }

        if (value.Values is string[] strings)
        {
            Array.ForEach(strings, Add);
        }
        else if (element.IsPrimitive)
        {
            int length = Buffer.ByteLength(value.Values);
            Add(length);
            _hash.AppendData(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(value.Values), length));
        }
        else
        {
            throw new ArgumentException($"Input '{value.Name}' has values of type {element.Name}, which cannot be hashed. Use numbers, booleans or strings.");
        }
    }

    /// <summary>Every text and list is preceded by its length, so that two different rows never give the same bytes.</summary>
    private void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        _hash.AppendData(bytes);
    }

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
