namespace Microsoft.ML.Quantization.Statistics;

/// <summary>Some numbers of each row, whose sums a metric is a function of.</summary>
internal sealed class RowTable(int width)
{
    private double[] _values = new double[width * 64];

    public int Width => width;

    public int Rows { get; private set; }

    public ReadOnlySpan<double> this[int row] => _values.AsSpan(row * width, width);

    public void Add(params ReadOnlySpan<double> values)
    {
        if ((Rows + 1) * width > _values.Length)
        {
            Array.Resize(ref _values, 2 * _values.Length);
        }

        values.CopyTo(_values.AsSpan(Rows++ * width, width));
    }

    public double[] Sums()
    {
        var sums = new double[width];
        for (int row = 0; row < Rows; row++)
        {
            AddTo(sums, row);
        }

        return sums;
    }

    public void AddTo(double[] sums, int row)
    {
        var values = this[row];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }

    /// <summary>The rows in an order that does not depend on the one in which they came.</summary>
    public RowTable Sorted()
    {
        int[] order = [.. Enumerable.Range(0, Rows)];
        Array.Sort(order, (a, b) => this[a].SequenceCompareTo(this[b]));
        var sorted = new RowTable(width);
        Array.ForEach(order, row => sorted.Add(this[row]));
        return sorted;
    }

    /// <summary>As many rows as <paramref name="units"/>, each the sum of some that were dealt to it at random; itself where it has no more.</summary>
    public RowTable Dealt(int units, ulong seed)
    {
        if (Rows <= units)
        {
            return this;
        }

        int[] order = [.. Enumerable.Range(0, Rows)];
        var random = new SplitMix(seed);
        for (int i = Rows - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        var dealt = new RowTable(width);
        var sums = new double[width];
        for (int unit = 0; unit < units; unit++)
        {
            Array.Clear(sums);
            for (int i = unit; i < Rows; i += units)
            {
                AddTo(sums, order[i]);
            }

            dealt.Add(sums);
        }

        return dealt;
    }
}
