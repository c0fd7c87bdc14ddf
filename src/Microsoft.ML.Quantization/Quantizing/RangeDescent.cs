using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>
/// Coordinate descent over the ends of ranges: from the last tensor to the first, large moves and then small ones, both ends together or one of them, each
/// kept only where the error of the outputs falls by so much that it is no chance.
/// </summary>
/// <param name="tensors">The tensors in the order in which they are made, and whether each may be narrowed.</param>
/// <param name="measure">The errors of the parts of the outputs with each of some sets of moves, by tensor.</param>
/// <param name="isAlike">Whether two moves give a tensor the same scale and zero point.</param>
/// <param name="most">How many sets may be measured.</param>
internal sealed class RangeDescent(
    IReadOnlyList<(CalibratedTensor Tensor, bool MayNarrow)> tensors,
    Func<IReadOnlyList<IReadOnlyDictionary<string, RangeMove>>, double[][]> measure,
    Func<CalibratedTensor, RangeMove, RangeMove, bool> isAlike,
    long most)
{
    /// <summary>An accepted move leaves no more than this part of the error.</summary>
    private const double Margin = 0.97;

    /// <summary>How many times in turn the ends of one tensor are moved by one factor.</summary>
    private const int MostTurns = 3;

    private static readonly double[] Factors = [0.75, 0.88];

    private Dictionary<string, RangeMove> _moves = new(StringComparer.Ordinal);
    private double[] _start = [];
    private double[] _error = [];

    /// <summary>How many sets of moves were measured.</summary>
    public long Measured { get; private set; }

    /// <summary>By how many decibels the outputs came closer on the rows that were searched on.</summary>
    public double Gain => ErrorGain.Mean(_start, _error);

    /// <summary>How many tensors are looked at, each once for a factor.</summary>
    public int Steps => Factors.Length * tensors.Count;

    /// <returns>The moves, by tensor; none where nothing is gained.</returns>
    /// <param name="done">Told how many steps are done.</param>
    public IReadOnlyDictionary<string, RangeMove> Run(Action<int>? done = null)
    {
        _start = _error = Measure([_moves])[0];
        int steps = 0;
        foreach (double factor in Factors)
        {
            foreach (var (tensor, mayNarrow) in tensors.Reverse())
            {
                for (int turn = 0; turn < MostTurns && Improve(tensor, mayNarrow, factor); turn++)
                {
                }

                done?.Invoke(++steps);
            }
        }

        return _moves;
    }

    /// <summary>Takes the best move of a tensor; tells whether there is one.</summary>
    private bool Improve(CalibratedTensor tensor, bool mayNarrow, double factor)
    {
        var now = _moves.GetValueOrDefault(tensor.Name, RangeMove.None);
        RangeMove[] tried = [.. Moves(tensor, factor).Where(move => mayNarrow || !move.Narrows).Select(now.Then).Where(move => !isAlike(tensor, now, move))];
        if (tried.Length == 0 || Measured + tried.Length > most)
        {
            return false;
        }

        Dictionary<string, RangeMove>[] sets = [.. tried.Select(move => new Dictionary<string, RangeMove>(_moves, StringComparer.Ordinal) { [tensor.Name] = move })];
        double[][] errors = Measure(sets);
        int best = -1;
        for (int i = 0; i < errors.Length; i++)
        {
            bool isWorth = ErrorGain.IsWorth(_error, errors[i], Margin) && ErrorGain.LosesNoPart(_start, errors[i]);
            best = isWorth && (best < 0 || ErrorGain.Mean(errors[best], errors[i]) > 0) ? i : best;
        }

        if (best < 0)
        {
            return false;
        }

        (_moves, _error) = (sets[best], errors[best]);
        return true;
    }

    private double[][] Measure(Dictionary<string, RangeMove>[] sets)
    {
        Measured += sets.Length;
        return measure(sets);
    }

    private static IEnumerable<RangeMove> Moves(CalibratedTensor tensor, double factor)
    {
        double[] both = [factor, 1 / factor];
        return tensor is { Low: < 0, High: > 0 }
            ? both.SelectMany(by => new[] { new RangeMove(by, by), new RangeMove(by, 1), new RangeMove(1, by) })
            : both.Select(by => new RangeMove(by, by));
    }
}
