namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What the columns along one dimension of an output are like, row by row: which of them make a part is told once all rows were seen.</summary>
internal sealed class ColumnNoise(int columns)
{
    private readonly List<ColumnSums[]> _rows = [];

    public int Columns => columns;

    /// <summary>The root of the sum of the squares of each.</summary>
    public double[] Sizes => [.. Enumerable.Range(0, columns).Select(column => Math.Sqrt(_rows.Sum(row => row[column].Noise.Squares)))];

    /// <param name="expected">FP32's values.</param>
    /// <param name="actual">INT8's.</param>
    /// <param name="stride">How many neighbours belong to one column.</param>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int stride)
    {
        var row = new ColumnSums[columns];
        Array.Fill(row, new ColumnSums());
        for (int start = 0, column = 0; start < expected.Length; start += stride, column = column + 1 < columns ? column + 1 : 0)
        {
            ref var sums = ref row[column];
            for (int i = start; i < start + stride; i++)
            {
                sums.Add(expected[i], actual[i], i);
            }
        }

        _rows.Add(row);
    }

    /// <summary>What some of the columns together are like.</summary>
    public OutputPartReport Measure(string name, IReadOnlyCollection<int> chosen)
    {
        var noise = new OutputNoiseSum();
        int agreed = 0;
        foreach (var row in _rows)
        {
            var all = new ColumnSums();
            foreach (int column in chosen)
            {
                all.Add(row[column]);
            }

            noise.Add(all.Noise);
            agreed += all.Agrees ? 1 : 0;
        }

        return new OutputPartReport(name) { Sqnr = noise.Decibels, Agreement = (double)agreed / _rows.Count };
    }
}
