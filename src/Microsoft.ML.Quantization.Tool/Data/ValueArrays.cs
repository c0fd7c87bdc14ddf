using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Numbers as arrays of the type that a model takes.</summary>
internal static class ValueArrays
{
    /// <exception cref="CommandException">A number does not fit the type.</exception>
    public static Array Create(PrimitiveDataViewType type, ReadOnlySpan<double> values)
    {
        var array = Array.CreateInstance(type.RawType, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            try
            {
                Set(array, i, values[i]);
            }
            catch (OverflowException e)
            {
                throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"The value {values[i]} does not fit the type of the model's input, {type}."), inner: e);
            }
        }

        return array;
    }

    private static void Set(Array array, int i, double value)
    {
        switch (array)
        {
            case float[] floats: floats[i] = (float)value; break;
            case double[] doubles: doubles[i] = value; break;
            case long[] longs: longs[i] = checked((long)value); break;
            case int[] ints: ints[i] = checked((int)value); break;
            case short[] shorts: shorts[i] = checked((short)value); break;
            case sbyte[] sbytes: sbytes[i] = checked((sbyte)value); break;
            case byte[] bytes: bytes[i] = checked((byte)value); break;
            case ushort[] ushorts: ushorts[i] = checked((ushort)value); break;
            case uint[] uints: uints[i] = checked((uint)value); break;
            case ulong[] ulongs: ulongs[i] = checked((ulong)value); break;
            case bool[] bools: bools[i] = value != 0; break;
            default: throw new CommandException($"Values of type {array.GetType().GetElementType()!.Name} cannot be made from numbers.");
        }
    }
}
