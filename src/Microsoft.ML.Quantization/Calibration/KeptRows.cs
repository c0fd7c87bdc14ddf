using System.Collections;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Rows that are kept until a model is quantized, in little memory: a hundred pictures are 60 MB as floats.</summary>
internal sealed class KeptRows : IReadOnlyList<TensorValue[]>
{
    private readonly Row[] _rows;

    private KeptRows(Row[] rows) => _rows = rows;

    public int Length => _rows.Length;

    int IReadOnlyCollection<TensorValue[]>.Count => Length;

    /// <summary>A row; where it is packed, in arrays of its own.</summary>
    public TensorValue[] this[int index] => _rows[index].Read([]);

    public static implicit operator KeptRows(TensorValue[][] rows) => new(Array.ConvertAll(rows, row => new Row(row, new PackedFloats?[row.Length])));

    /// <summary>The same rows, packed where that saves memory.</summary>
    /// <param name="rows">The rows, which nobody changes.</param>
    public static KeptRows Pack(IReadOnlyList<TensorValue[]> rows)
    {
        var packed = new Row[rows.Count];
        Parallel.For(0, packed.Length, i => packed[i] = Row.Pack(rows[i]));
        return new KeptRows(packed);
    }

    /// <summary>A row, in arrays that the one before it was unpacked into, which must not be in use any more.</summary>
    /// <param name="index">The row.</param>
    /// <param name="unpacked">The arrays, by input; of one thread.</param>
    public TensorValue[] Read(int index, Dictionary<int, float[]> unpacked) => _rows[index].Read(unpacked);

    /// <summary>Some of the rows.</summary>
    public KeptRows Take(int[] places) => new(Array.ConvertAll(places, place => _rows[place]));

    public IEnumerator<TensorValue[]> GetEnumerator() => _rows.Select(row => row.Read([])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <param name="Values">The values of the model's inputs, those that are packed empty.</param>
    /// <param name="Packed">The packed ones; <see langword="null"/> for the others.</param>
    private sealed record Row(TensorValue[] Values, PackedFloats?[] Packed)
    {
        public static Row Pack(TensorValue[] row)
        {
            var packed = Array.ConvertAll(row, value => value.Values is float[] floats ? PackedFloats.Pack(floats) : null);
            return new Row([.. row.Zip(packed, (value, small) => small == null ? value : value with { Values = Array.Empty<float>() })], packed);
        }

        public TensorValue[] Read(Dictionary<int, float[]> unpacked) => Array.TrueForAll(Packed, packed => packed == null)
            ? Values
            : [.. Values.Select((value, i) => Packed[i] is { } packed ? value with { Values = Unpack(packed, i, unpacked) } : value)];

        private static float[] Unpack(PackedFloats packed, int input, Dictionary<int, float[]> unpacked)
        {
            if (!unpacked.TryGetValue(input, out float[]? values) || values.Length != packed.Length)
            {
                unpacked[input] = values = new float[packed.Length];
            }

            packed.Unpack(values);
            return values;
        }
    }
}
