namespace Microsoft.ML.Quantization;

/// <summary>
/// How far a tensor's quantized values are from its real ones for each clipping threshold that was tried: the Kullback-Leibler
/// divergence in nats where <see cref="CalibrationMethod.Entropy"/> chose the range, the expected squared error in the tensor's
/// squared unit where <see cref="CalibrationMethod.MeanSquaredError"/> did.
/// </summary>
public sealed class DivergenceCurve
{
    internal DivergenceCurve(IReadOnlyList<double> thresholds, IReadOnlyList<double> divergences, int minimumIndex)
    {
        Thresholds = thresholds;
        Divergences = divergences;
        MinimumIndex = minimumIndex;
    }

    /// <summary>The thresholds in ascending order: the largest magnitude that is not clipped, in the tensor's unit.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The divergence at each threshold; 0 or more, infinite where the quantized values cannot stand for the real ones.</summary>
    public IReadOnlyList<double> Divergences { get; }

    /// <summary>The index of the threshold that was chosen, the one with the smallest divergence.</summary>
    public int MinimumIndex { get; }

    /// <summary>At most <paramref name="points"/> + 1 points of the curve, evenly spread, the minimum among them.</summary>
    internal DivergenceCurve Thin(int points)
    {
        if (Thresholds.Count <= points)
        {
            return this;
        }

        int[] kept =
        [
            .. Enumerable.Range(0, points).Select(i => (int)((long)i * (Thresholds.Count - 1) / (points - 1)))
                .Append(MinimumIndex).Distinct().Order(),
        ];
        return new DivergenceCurve(
            [.. kept.Select(i => Thresholds[i])],
            [.. kept.Select(i => Divergences[i])],
            Array.IndexOf(kept, MinimumIndex));
    }
}
