using Microsoft.ML.Quantization.TrainedModels.Linear;

namespace Microsoft.ML.Quantization.TrainedModels.Compact;

/// <summary>
/// Rounds the weights of one score to INT8 times a step, the smallest that clips none: measured on texts, clipping the few large weights, which are those of frequent
/// features, costs more than a finer step gains. The step has 3 bits of precision: its products with integers are exact in float, so that saved weights can be told to be
/// integers, and end in zeros, which deflate.
/// </summary>
/// <param name="Unit">The weights in INT8.</param>
/// <param name="Signal">The mean square of what the weights add to the score, if features were independent.</param>
/// <param name="Noise">The same of what rounding changes in it.</param>
internal sealed record WeightRounding(IntegerUnit Unit, double Signal, double Noise)
{
    private const int StepBits = 3;
    private const float MinimumStep = 1e-30f;

    /// <param name="unit">The weights.</param>
    /// <param name="squares">The mean square of each feature.</param>
    /// <returns>The rounded weights; <see langword="null"/> where they are too small or too large for a step.</returns>
    public static WeightRounding? Round(LinearUnit unit, double[] squares)
    {
        float largest = unit.Values.Length == 0 ? 0 : unit.Values.Max(Math.Abs);
        if (largest == 0)
        {
            return new WeightRounding(new IntegerUnit(new sbyte[unit.Values.Length], unit.Indices, 0, unit.Bias), 0, 0);
        }

        float step = Short(largest / IntegerWeights.Largest);
        if (step < MinimumStep || !float.IsFinite(step * IntegerWeights.Largest))
        {
            return null;
        }

        return Round(unit, squares, step);
    }

    private static WeightRounding Round(LinearUnit unit, double[] squares, float step)
    {
        sbyte[] values = new sbyte[unit.Values.Length];
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float weight = unit.Values[i];
            values[i] = (sbyte)Math.Clamp(MathF.Round(weight / step), -IntegerWeights.Largest, IntegerWeights.Largest);
            double square = squares[unit.Feature(i)];
            double error = weight - ((double)values[i] * step);
            signal += square * weight * weight;
            noise += square * error * error;
        }

        return new WeightRounding(Reduced(new IntegerUnit(values, unit.Indices, step, unit.Bias)), signal, noise);
    }

    /// <summary>Where a number divides all integers it belongs to the step: the step is then the one that is found in saved weights.</summary>
    private static IntegerUnit Reduced(IntegerUnit unit) => IntegerWeights.TryRead(unit.ToFloats())!;

    /// <summary>The number above this one that has few bits.</summary>
    private static float Short(float step)
    {
        int bits = BitConverter.SingleToInt32Bits(step);
        int mask = (1 << (24 - StepBits)) - 1;
        return BitConverter.Int32BitsToSingle((bits + mask) & ~mask);
    }
}
