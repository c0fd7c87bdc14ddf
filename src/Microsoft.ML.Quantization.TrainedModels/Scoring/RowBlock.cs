using Microsoft.ML.Quantization.TrainedModels.Kernels;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Rows as the kernels read them: only features that the trees look at, the values of each side by side.</summary>
internal sealed unsafe class RowBlock
{
    /// <summary>Columns whose distance is a power of two would all fall into the same few lines of the cache.</summary>
    private const int Apart = 16;

    private readonly int[] _features;
    private readonly int[] _columns;
    private readonly AlignedArray<float> _values;
    private int _zeroFrom;

    /// <param name="features">The features in use, rising.</param>
    /// <param name="featureCount">The length of a row.</param>
    /// <param name="capacity">The rows that fit.</param>
    public RowBlock(int[] features, int featureCount, int capacity)
    {
        (_features, Capacity, Stride, _zeroFrom) = (features, capacity, capacity + Apart, capacity);
        _values = new AlignedArray<float>((long)features.Length * Stride);
        _columns = new int[featureCount];
        Array.Fill(_columns, -1);
        for (int i = 0; i < features.Length; i++)
        {
            _columns[features[i]] = i;
        }
    }

    public int Capacity { get; }

    public int Stride { get; }

    public int Count { get; private set; }

    public float* Column(int column) => _values.Pointer + ((long)column * Stride);

    public void Clear() => (Count, _zeroFrom) = (0, Capacity);

    public void Add(ReadOnlySpan<float> row)
    {
        CheckLength(row.Length);
        float* target = _values.Pointer + Count++;
        foreach (int feature in _features)
        {
            *target = row[feature];
            target += Stride;
        }
    }

    /// <summary>A sparse row: what it does not name is 0.</summary>
    public void Add(int length, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        CheckLength(length);
        ZeroFromHere();
        float* target = _values.Pointer + Count++;
        for (int i = 0; i < indices.Length; i++)
        {
            int column = _columns[indices[i]];
            if (column >= 0)
            {
                target[(long)column * Stride] = values[i];
            }
        }
    }

    private void ZeroFromHere()
    {
        if (_zeroFrom <= Count)
        {
            return;
        }

        _zeroFrom = Count;
        for (int column = 0; column < _features.Length; column++)
        {
            new Span<float>(Column(column) + Count, Capacity - Count).Clear();
        }
    }

    private void CheckLength(int length)
    {
        if (length != _columns.Length)
        {
            throw new InvalidOperationException($"A row has {length} features, but the trees were trained on {_columns.Length}.");
        }
    }
}
