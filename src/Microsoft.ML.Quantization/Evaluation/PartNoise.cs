using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Measures the parts of an output, should it hold unlike things: which they are is told once all rows were seen.</summary>
internal sealed class PartNoise
{
    private readonly (bool IsLast, ColumnNoise? Columns)[] _dimensions;

    /// <param name="shape">The shape of the output for the first row.</param>
    public PartNoise(long[] shape) => _dimensions = [.. OutputParts.Dimensions(shape).Select(isLast => (isLast, (ColumnNoise?)new ColumnNoise(OutputParts.Columns(shape, isLast))))];

    public void Add(OutputValue expected, float[] actual)
    {
        for (int i = 0; i < _dimensions.Length; i++)
        {
            var (isLast, columns) = _dimensions[i];
            if (columns != null && OutputParts.Columns(expected.Shape, isLast) == columns.Columns)
            {
                columns.Add(expected.Values, actual, OutputParts.Stride(expected.Shape, isLast));
            }
            else
            {
                _dimensions[i].Columns = null;
            }
        }
    }

    /// <summary>The parts in the order of their columns; none where the output is of one kind.</summary>
    public IReadOnlyList<OutputPartReport> Reports(string output)
    {
        foreach (var (isLast, columns) in _dimensions)
        {
            if (columns != null && OutputParts.FromSizes(columns.Sizes, isLast) is { } parts)
            {
                return [.. Enumerable.Range(0, parts.Count).OrderBy(part => parts.ColumnsOf(part)[0]).Select(part => columns.Measure(output + parts.Name(part), parts.ColumnsOf(part)))];
            }
        }

        return [];
    }
}
