using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>
/// One step of an optimizer over the values of a parameter, each by itself: the definition in single numbers beside the same in
/// vectors, which gives the same bits.
/// </summary>
/// <param name="optimizer">The rule.</param>
/// <param name="rate">The learning rate, the bias of Adam's first steps taken into account.</param>
/// <param name="squareFactor">What Adam's mean square is multiplied by for the bias of its first steps.</param>
/// <param name="decay">What is added to gradients for each unit of the weights.</param>
/// <param name="keep">What weights are multiplied by before the step.</param>
/// <param name="gradientFactor">What gradients are multiplied by to keep their norm within its limit.</param>
/// <param name="momentum">The share of the last step that a step of <see cref="TrainingOptimizer.Sgd"/> repeats.</param>
internal readonly struct UpdateKernel(TrainingOptimizer optimizer, float rate, float squareFactor, float decay, float keep, float gradientFactor, float momentum)
{
    private const float MeanKept = 0.9f;
    private const float SquareKept = 0.999f;
    private const float Epsilon = 1e-8f;

    /// <summary>The shares of the last running mean and mean square that Adam keeps in a step.</summary>
    public static (double Mean, double Square) Kept => (MeanKept, SquareKept);

    /// <param name="weights">The values, changed by the step.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="mean">The running mean of gradients, or with momentum their running sum.</param>
    /// <param name="square">The running mean of their squares; empty for <see cref="TrainingOptimizer.Sgd"/>.</param>
    public void Apply(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        int i = 0;
        if (optimizer == TrainingOptimizer.Sgd)
        {
            for (i = Vectors(weights, gradient, mean); i < weights.Length; i++)
            {
                mean[i] = (momentum * mean[i]) + Slope(gradient[i], weights[i]);
                weights[i] = (weights[i] * keep) - (rate * mean[i]);
            }

            return;
        }

        for (i = Vectors(weights, gradient, mean, square); i < weights.Length; i++)
        {
            float slope = Slope(gradient[i], weights[i]);
            mean[i] = (MeanKept * mean[i]) + ((1 - MeanKept) * slope);
            square[i] = (SquareKept * square[i]) + ((1 - SquareKept) * slope * slope);
            weights[i] = (weights[i] * keep) - (rate * mean[i] / (MathF.Sqrt(square[i] * squareFactor) + Epsilon));
        }
    }

    private float Slope(float gradient, float weight) => (gradient * gradientFactor) + (decay * weight);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Vectors(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> mean)
    {
        var w = Cast(weights);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var m = Cast(mean);
        for (int i = 0; i < w.Length; i++)
        {
            m[i] = (momentum * m[i]) + ((g[i] * gradientFactor) + (decay * w[i]));
            w[i] = (w[i] * keep) - (rate * m[i]);
        }

        return w.Length * Vector<float>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Vectors(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        var w = Cast(weights);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var m = Cast(mean);
        var s = Cast(square);
        var epsilon = new Vector<float>(Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            var slope = (g[i] * gradientFactor) + (decay * w[i]);
            m[i] = (MeanKept * m[i]) + ((1 - MeanKept) * slope);
            s[i] = (SquareKept * s[i]) + ((1 - SquareKept) * slope * slope);
            w[i] = (w[i] * keep) - (rate * m[i] / (Vector.SquareRoot(s[i] * squareFactor) + epsilon));
        }

        return w.Length * Vector<float>.Count;
    }

    private static Span<Vector<float>> Cast(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
