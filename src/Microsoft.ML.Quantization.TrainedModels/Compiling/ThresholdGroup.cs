using Microsoft.ML.Quantization.TrainedModels.Kernels;

namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>Some thresholds of a feature and their conditions: those that send missing values right first, each kind by rising threshold.</summary>
internal sealed unsafe class ThresholdGroup
{
    /// <summary>Fewer thresholds are compared one by one, which is faster than to rank first.</summary>
    private const int FewestToRank = 7;

    private readonly float[] _thresholds;
    private readonly RankTable? _table;
    private readonly sbyte[] _ranks;
    private readonly int _first;
    private readonly int _missingRight;

    public ThresholdGroup(float[] sorted, Condition[] members, int first)
    {
        _thresholds = [.. members.Select(member => member.Threshold)];
        _table = sorted.Length >= FewestToRank ? new RankTable(sorted) : null;
        _ranks = [.. members.Select(member => (sbyte)(Array.BinarySearch(sorted, member.Threshold) - RankKernel.Bias))];
        (_first, _missingRight) = (first, members.Count(member => member.MissingRight));
    }

    /// <summary>Writes the bits of all conditions for 64 rows.</summary>
    /// <param name="width">The vectors to use.</param>
    /// <param name="rows">The feature of 64 rows.</param>
    /// <param name="values">The word of these rows in value 0.</param>
    /// <param name="words">The words of a value.</param>
    public void Evaluate(KernelWidth width, float* rows, ulong* values, int words)
    {
        ulong* target = values + ((long)_first * words);
        if (_table != null)
        {
            sbyte* ranks = stackalloc sbyte[FloatCompare.Rows];
            RankKernel.Rank(width, rows, _table, ranks);
            RankCompare.Above(width, ranks, _ranks, target, words);
        }
        else
        {
            for (int i = 0; i < _thresholds.Length; i++)
            {
                target[(long)i * words] = FloatCompare.Above(width, rows, _thresholds[i]);
            }
        }

        if (_missingRight < _thresholds.Length)
        {
            SendMissingLeft(~FloatCompare.Missing(width, rows), target, words);
        }
    }

    private void SendMissingLeft(ulong present, ulong* target, int words)
    {
        for (int i = _missingRight; i < _thresholds.Length; i++)
        {
            target[(long)i * words] &= present;
        }
    }
}
