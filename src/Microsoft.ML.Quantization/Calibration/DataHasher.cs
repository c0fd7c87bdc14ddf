using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The hash of calibration rows: names, types, shapes and bytes of all values, and the places of the rows. It is the SHA-256 of the number of rows and the sum,
/// modulo 2^256, of the SHA-256 of each: parts of the rows add up to the same. The same rows in another order have another hash, though they may calibrate to the
/// same ranges.
/// </summary>
internal sealed class DataHasher : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private UInt128 _high;
    private UInt128 _low;

    /// <summary>The bytes of a sum.</summary>
    public const int SumLength = 32;

    /// <summary>How many rows were added.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum of the hashes of the rows.</summary>
    public byte[] Sum
    {
        get
        {
            byte[] sum = new byte[SumLength];
            BinaryPrimitives.WriteUInt128BigEndian(sum, _high);
            BinaryPrimitives.WriteUInt128BigEndian(sum.AsSpan(SumLength / 2), _low);
            return sum;
        }
    }

    /// <summary>Adds one row.</summary>
    /// <param name="place">Its place among all rows.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentException">A value is of a type that has no bytes.</exception>
    public void Add(long place, ReadOnlySpan<TensorValue> row)
    {
        Add(place);
        Add(row.Length);
        foreach (TensorValue value in row)
        {
            Add(value);
        }

        Add(_hash.GetHashAndReset(), 1);
    }

    /// <summary>Adds rows that were hashed elsewhere.</summary>
    /// <param name="sum">Their <see cref="Sum"/>.</param>
    /// <param name="rows">How many they are.</param>
    public void Add(ReadOnlySpan<byte> sum, long rows)
    {
        var low = BinaryPrimitives.ReadUInt128BigEndian(sum[(SumLength / 2)..]);
        _low += low;
        _high += BinaryPrimitives.ReadUInt128BigEndian(sum) + (_low < low ? UInt128.One : UInt128.Zero);
        Rows += rows;
    }

    /// <summary>The hash of the rows so far, 64 lower-case hexadecimal digits.</summary>
    public string Current()
    {
        byte[] whole = new byte[SumLength + sizeof(long)];
        Sum.CopyTo(whole, 0);
        BinaryPrimitives.WriteInt64LittleEndian(whole.AsSpan(SumLength), Rows);
        return ModelHash.Text(SHA256.HashData(whole));
    }

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
