using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>An output as a table with a line for each place that a detector looks at.</summary>
/// <param name="values">The values of the output.</param>
/// <param name="columns">How many numbers a place has.</param>
/// <param name="isTransposed">Whether the output has a line for each number, [1, columns, n].</param>
internal readonly struct PlaceTable(float[] values, int columns, bool isTransposed)
{
    public int Places { get; } = values.Length / Math.Max(1, columns);

    public float this[int place, int column] => isTransposed ? values[(column * Places) + place] : values[(place * columns) + column];

    /// <summary>How an output with so many places is laid out; <see langword="null"/> where it has not so many.</summary>
    public static PlaceLayout? Layout(OutputValue output, long places)
    {
        long[] shape = output.Shape;
        long Leading(int dimensions) => shape.Take(shape.Length - dimensions).Aggregate(1L, (product, size) => product * size);
        return shape.Length >= 1 && shape[^1] == places && Leading(1) == 1 ? new PlaceLayout(output.Name, 1, IsTransposed: false)
            : shape.Length < 2 || Leading(2) != 1 ? null
            : shape[^2] == places ? new PlaceLayout(output.Name, (int)shape[^1], IsTransposed: false)
            : shape[^1] == places ? new PlaceLayout(output.Name, (int)shape[^2], IsTransposed: true)
            : null;
    }
}
