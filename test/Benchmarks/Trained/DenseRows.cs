using Microsoft.ML;
using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>The feature vectors of a view, one behind the other.</summary>
internal sealed class DenseRows
{
    public DenseRows(IDataView view)
    {
        Length = ((VectorDataViewType)view.Schema["Features"].Type).Size;
        Values = [.. view.GetColumn<float[]>("Features").SelectMany(row => row)];
    }

    public int Length { get; }

    public int Count => Values.Length / Length;

    public float[] Values { get; }

    public ReadOnlySpan<float> this[int row] => Values.AsSpan(row * Length, Length);
}
