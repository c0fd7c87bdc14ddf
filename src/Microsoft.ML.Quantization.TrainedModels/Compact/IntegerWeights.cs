using System.Numerics;
using Microsoft.ML.Quantization.TrainedModels.Linear;

namespace Microsoft.ML.Quantization.TrainedModels.Compact;

/// <summary>Finds the step of float weights that are INT8 integers times a step, as they are where a quantized model was saved.</summary>
internal static class IntegerWeights
{
    public const int Largest = 127;

    private const int FractionBits = 23;
    private const int MostShift = 6;

    /// <summary>The predictor in INT8; <see langword="null"/> where its weights are not.</summary>
    public static IntegerModel? TryRead(LinearModel model)
    {
        var units = new IntegerUnit[model.Units.Count];
        for (int i = 0; i < units.Length; i++)
        {
            if (TryRead(model.Units[i]) is not { } unit)
            {
                return null;
            }

            units[i] = unit;
        }

        return new IntegerModel(model.FeatureCount, units, model.Outputs);
    }

    /// <summary>The weights as integers; <see langword="null"/> where they are not, exactly.</summary>
    public static IntegerUnit? TryRead(LinearUnit unit)
    {
        float step = CommonStep(unit.Values);
        if (float.IsNaN(step))
        {
            return null;
        }

        sbyte[] values = new sbyte[unit.Values.Length];
        for (int i = 0; i < values.Length && step > 0; i++)
        {
            float value = unit.Values[i] / step;
            if (Math.Abs(value) > Largest)
            {
                return null;
            }

            values[i] = (sbyte)value;
        }

        return new IntegerUnit(values, unit.Indices, step, unit.Bias);
    }

    /// <summary>The largest number that all weights are multiples of; 0 where all are 0, NaN where there is no such number within 8 bits.</summary>
    private static float CommonStep(float[] weights)
    {
        int lowest = int.MaxValue;
        foreach (float weight in weights)
        {
            if (weight != 0)
            {
                if (!float.IsNormal(weight))
                {
                    return float.NaN;
                }

                lowest = Math.Min(lowest, Split(weight).Power);
            }
        }

        ulong divisor = 0;
        foreach (float weight in weights)
        {
            if (weight == 0)
            {
                continue;
            }

            var (odd, power) = Split(weight);
            if (power - lowest > MostShift)
            {
                return float.NaN;
            }

            divisor = Greatest(divisor, (ulong)odd << (power - lowest));
        }

        return divisor == 0 ? 0 : MathF.ScaleB(divisor, lowest);
    }

    /// <summary>A weight's size as an odd integer times a power of two.</summary>
    private static (uint Odd, int Power) Split(float weight)
    {
        uint bits = BitConverter.SingleToUInt32Bits(weight);
        uint fraction = (bits & ((1u << FractionBits) - 1)) | (1u << FractionBits);
        int zeros = BitOperations.TrailingZeroCount(fraction);
        return (fraction >> zeros, (int)((bits >> FractionBits) & 0xFF) - 127 - FractionBits + zeros);
    }

    private static ulong Greatest(ulong left, ulong right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }
}
