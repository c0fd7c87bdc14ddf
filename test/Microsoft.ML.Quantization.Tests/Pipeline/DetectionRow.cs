using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Detectors;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>An image for the YOLO-like detector with its objects, classes in several types.</summary>
internal sealed class DetectionRow(float[] x, float[] boxes, int[] labels)
{
    [ColumnName("x")]
    public float[] X { get; set; } = x;

    public float[] BoundingBoxes { get; set; } = boxes;

    public int[] Label { get; set; } = labels;

    /// <summary>Whether the first key is missing.</summary>
    [NoColumn]
    public bool Missing { get; set; }

    public uint[] Key => [.. Label.Select((label, i) => Missing && i == 0 ? 0 : (uint)label + 1)];

    public byte[] Small => [.. Label.Select(label => (byte)label)];

    public string[] Text => [.. Label.Select(label => $"colour {label}")];

    public int Count => Label.Length;

    public static DetectionRow[] Create(int count, int seed) =>
        Array.ConvertAll(BlockImage.Create(count, seed), image => new DetectionRow(image.Pixels, image.BoxesIn(YoloLikeDetector.UnitsForPixel), image.Labels));

    public static IDataView View(MLContext context, int count, int seed) => View(context, Create(count, seed));

    public static IDataView View(MLContext context, DetectionRow[] rows)
    {
        var columns = SchemaDefinition.Create(typeof(DetectionRow));
        columns["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, BlockImage.Channels * BlockImage.Side * BlockImage.Side);
        columns["Key"].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), YoloLikeDetector.Classes));
        return context.Data.LoadFromEnumerable(rows, columns);
    }
}
