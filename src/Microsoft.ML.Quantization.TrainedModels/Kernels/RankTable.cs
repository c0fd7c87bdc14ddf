namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>
/// Up to 255 sorted thresholds as a binary search needs them: level k holds the 2^k pivots that a search may meet after k steps, so that the first levels fit
/// into vector registers. Missing places hold infinity, above which nothing but NaN is.
/// </summary>
internal sealed unsafe class RankTable
{
    public const int MostThresholds = 255;
    private const int Lane = 16;

    private static readonly int[] Starts = [0, 16, 32, 48, 64, 80, 112, 176, 304];
    private readonly AlignedArray<float> _pivots;

    public RankTable(float[] thresholds)
    {
        Count = thresholds.Length;
        Depth = int.Log2(Count) + 1;
        _pivots = new AlignedArray<float>(Start(Depth));
        for (int level = 0; level < Depth; level++)
        {
            for (int i = 0; i < Math.Max(Lane, 1 << level); i++)
            {
                int at = (((2 * i) + 1) << (Depth - 1 - level)) - 1;
                _pivots.Pointer[Start(level) + i] = at < Count ? thresholds[at] : float.PositiveInfinity;
            }
        }
    }

    public int Count { get; }

    /// <summary>The steps of a search.</summary>
    public int Depth { get; }

    public float* Level(int level) => _pivots.Pointer + Start(level);

    private static int Start(int level) => Starts[level];
}
