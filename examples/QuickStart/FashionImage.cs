using Microsoft.ML.Data;

namespace Examples;

/// <summary>One row: the pixels that the model's input <c>image</c> takes, from 0 to 1, and the class, 0 to 9.</summary>
internal sealed class FashionImage
{
    [ColumnName("image"), VectorType(1, 28, 28)]
    public float[] Image { get; set; } = [];

    public int Class { get; set; }

    public static IEnumerable<FashionImage> Load(string folder, string split)
    {
        IdxFile images = IdxFile.Read(Path.Combine(folder, $"{split}-images-idx3-ubyte.gz"));
        IdxFile labels = IdxFile.Read(Path.Combine(folder, $"{split}-labels-idx1-ubyte.gz"));
        return images.Values.Chunk(images.RowSize).Zip(labels.Values, (pixels, label) => new FashionImage
        {
            Image = Array.ConvertAll(pixels, pixel => pixel / 255f),
            Class = label,
        });
    }
}
