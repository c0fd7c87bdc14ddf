using System.Numerics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>
/// INT8 weights by feature: those of all scores of a feature side by side, within one line of the cache where they are up to 64. Vectors read past a feature's weights
/// into the next ones'; the sums that come of it are of no score.
/// </summary>
internal sealed unsafe class WeightTable
{
    public const int Lanes = 16;

    /// <summary>The features are summed in so many ranges of one length; the last may be shorter.</summary>
    public const int Ranges = 4;

    private const int Line = 64;

    private readonly AlignedArray<sbyte> _weights;

    public WeightTable(int featureCount, int scoreCount)
    {
        (FeatureCount, ScoreCount, Stride) = (featureCount, scoreCount, Step(scoreCount));
        RangeLength = (featureCount + Ranges - 1) / Ranges;
        _weights = new AlignedArray<sbyte>(((long)featureCount * Stride) + Line);
    }

    public int FeatureCount { get; }

    public int ScoreCount { get; }

    /// <summary>The bytes of a feature.</summary>
    public int Stride { get; }

    public int RangeLength { get; }

    /// <summary>The sums that the vectors of a row have room for.</summary>
    public int SumCount => (ScoreCount + Lanes - 1) / Lanes * Lanes;

    public sbyte* Pointer => _weights.Pointer;

    public static bool Fits(int featureCount, int scoreCount) => (long)featureCount * Step(scoreCount) < Array.MaxLength - (2 * Line);

    public sbyte this[int feature, int score]
    {
        get => Pointer[((long)feature * Stride) + score];
        set => Pointer[((long)feature * Stride) + score] = value;
    }

    private static int Step(int scores) => scores <= Line ? (int)BitOperations.RoundUpToPowerOf2((uint)scores) : (scores + Line - 1) / Line * Line;
}
