using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// Quantizes and dequantizes spans as ONNX QuantizeLinear and DequantizeLinear do: divide in float, round half to even, add the zero
/// point, saturate. NaN becomes the smallest integer, as in ONNX Runtime's x86 kernels.
/// </summary>
internal static class AffineQuantizer
{
    /// <summary>Quantizes one value; the definition that the vector code has to agree with bit for bit.</summary>
    public static int Quantize(float value, QuantizationParameters parameters)
    {
        float low = parameters.QuantizedMinimum - parameters.ZeroPoint;
        float high = parameters.QuantizedMaximum - parameters.ZeroPoint;
        float steps = value / parameters.Scale;

        // Written so that NaN fails the first comparison and ends up at the low end.
        steps = steps > low ? steps : low;
        steps = steps < high ? steps : high;
        return (int)MathF.Round(steps, MidpointRounding.ToEven) + parameters.ZeroPoint;
    }

    /// <summary>The real value of one integer; the definition that the vector code has to agree with bit for bit.</summary>
    public static float Dequantize(int value, QuantizationParameters parameters) => (value - parameters.ZeroPoint) * parameters.Scale;

    /// <summary>Quantizes to signed integers. Both spans have the same length.</summary>
    public static void Quantize(ReadOnlySpan<float> values, QuantizationParameters parameters, Span<sbyte> quantized)
    {
        Quantize(values, parameters, MemoryMarshal.AsBytes(quantized));
    }

    /// <summary>Quantizes to the integers of <paramref name="parameters"/>' type, stored as raw bytes. Both spans have the same length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(ReadOnlySpan<float> values, QuantizationParameters parameters, Span<byte> quantized)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantized.Length, values.Length);
        int done = Vector.IsHardwareAccelerated ? VectorAffineQuantizer.Quantize(values, parameters, quantized) : 0;
        for (int i = done; i < values.Length; i++)
        {
            quantized[i] = unchecked((byte)Quantize(values[i], parameters));
        }
    }

    /// <summary>Dequantizes signed integers. Both spans have the same length.</summary>
    public static void Dequantize(ReadOnlySpan<sbyte> quantized, QuantizationParameters parameters, Span<float> values)
    {
        Dequantize(MemoryMarshal.AsBytes(quantized), parameters, values);
    }

    /// <summary>Dequantizes integers of <paramref name="parameters"/>' type, stored as raw bytes. Both spans have the same length.</summary>
    public static void Dequantize(ReadOnlySpan<byte> quantized, QuantizationParameters parameters, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, quantized.Length);
        int done = Vector.IsHardwareAccelerated ? VectorAffineQuantizer.Dequantize(quantized, parameters, values) : 0;
        bool signed = parameters.Type == QuantizedType.Int8;
        for (int i = done; i < values.Length; i++)
        {
            int integer = signed ? unchecked((sbyte)quantized[i]) : quantized[i];
            values[i] = Dequantize(integer, parameters);
        }
    }
}
