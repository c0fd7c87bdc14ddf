using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>The vector code of <see cref="AffineQuantizer"/>: handles whole blocks and says how many elements that were.</summary>
internal static class VectorAffineQuantizer
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Quantize(ReadOnlySpan<float> values, QuantizationParameters parameters, Span<byte> quantized)
    {
        ReadOnlySpan<Vector<float>> source = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<sbyte>> target = MemoryMarshal.Cast<byte, Vector<sbyte>>(quantized);
        int blocks = Math.Min(target.Length, source.Length / 4);
        var steps = new Steps(parameters);
        for (int i = 0; i < blocks; i++)
        {
            Vector<short> first = Vector.Narrow(steps.Round(source[4 * i]), steps.Round(source[(4 * i) + 1]));
            Vector<short> second = Vector.Narrow(steps.Round(source[(4 * i) + 2]), steps.Round(source[(4 * i) + 3]));
            target[i] = Vector.Narrow(first, second);
        }

        return blocks * Vector<sbyte>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Dequantize(ReadOnlySpan<byte> quantized, QuantizationParameters parameters, Span<float> values)
    {
        ReadOnlySpan<Vector<byte>> source = MemoryMarshal.Cast<byte, Vector<byte>>(quantized);
        Span<Vector<float>> target = MemoryMarshal.Cast<float, Vector<float>>(values);
        int blocks = Math.Min(source.Length, target.Length / 4);
        var zeroPoint = new Vector<int>(parameters.ZeroPoint);
        bool signed = parameters.Type == QuantizedType.Int8;
        for (int i = 0; i < blocks; i++)
        {
            Vector<short> first, second;
            if (signed)
            {
                Vector.Widen(Vector.AsVectorSByte(source[i]), out first, out second);
            }
            else
            {
                Vector.Widen(source[i], out Vector<ushort> low, out Vector<ushort> high);
                (first, second) = (Vector.AsVectorInt16(low), Vector.AsVectorInt16(high));
            }

            Vector.Widen(first, out Vector<int> a, out Vector<int> b);
            Vector.Widen(second, out Vector<int> c, out Vector<int> d);
            target[4 * i] = Vector.ConvertToSingle(a - zeroPoint) * parameters.Scale;
            target[(4 * i) + 1] = Vector.ConvertToSingle(b - zeroPoint) * parameters.Scale;
            target[(4 * i) + 2] = Vector.ConvertToSingle(c - zeroPoint) * parameters.Scale;
            target[(4 * i) + 3] = Vector.ConvertToSingle(d - zeroPoint) * parameters.Scale;
        }

        return blocks * Vector<byte>.Count;
    }

    /// <summary>Saturates before rounding, as the scalar definition does; the limits are whole numbers, so the order changes nothing.</summary>
    private readonly struct Steps(QuantizationParameters parameters)
    {
        // 1.5 * 2^23: floats around it are whole numbers, so that adding it rounds, half to even, and leaves the integer in the last bits.
        private const float WholeNumbers = 12_582_912f;

        private readonly Vector<float> _scale = new(parameters.Scale);
        private readonly Vector<float> _low = new(parameters.QuantizedMinimum - parameters.ZeroPoint);
        private readonly Vector<float> _high = new(parameters.QuantizedMaximum - parameters.ZeroPoint);
        private readonly Vector<int> _zeroPoint = new(parameters.ZeroPoint - BitConverter.SingleToInt32Bits(WholeNumbers));

        public Vector<int> Round(Vector<float> values)
        {
            Vector<float> steps = values / _scale;
            steps = Vector.ConditionalSelect(Vector.GreaterThan(steps, _low), steps, _low);
            steps = Vector.ConditionalSelect(Vector.LessThan(steps, _high), steps, _high);
            return Vector.AsVectorInt32(steps + new Vector<float>(WholeNumbers)) + _zeroPoint;
        }
    }
}
