using static TorchSharp.torch;

namespace Examples;

/// <summary>One split of Fashion-MNIST: images [N,1,28,28] as bytes, labels [N].</summary>
internal sealed record FashionData(Tensor Images, Tensor Labels)
{
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    public const string Training = "train";

    public const string Test = "t10k";

    public long Rows => Labels.shape[0];

    public static FashionData Load(string folder, string split, int rows)
    {
        IdxFile images = IdxFile.Read(ImageFile(folder, split)).First(rows);
        IdxFile labels = IdxFile.Read(LabelFile(folder, split)).First(rows);
        return new FashionData(
            tensor(images.Values, [images.Rows, 1, images.Dimensions[1], images.Dimensions[2]]),
            tensor(labels.Values, [labels.Rows]).to_type(ScalarType.Int64));
    }

    /// <summary>Copies the first rows of both splits to another folder: how <c>examples/data</c> was made.</summary>
    public static void Cut(string from, string to, int trainingRows, int testRows)
    {
        Directory.CreateDirectory(to);
        foreach ((string split, int rows) in new[] { (Training, trainingRows), (Test, testRows) })
        {
            IdxFile.Read(ImageFile(from, split)).First(rows).Write(ImageFile(to, split));
            IdxFile.Read(LabelFile(from, split)).First(rows).Write(LabelFile(to, split));
        }
    }

    /// <summary>The chosen rows with pixels from 0 to 1, and their labels.</summary>
    public (Tensor Images, Tensor Labels) Rowset(Tensor indices)
    {
        return (Images.index_select(0, indices).to_type(ScalarType.Float32) / 255f, Labels.index_select(0, indices));
    }

    private static string ImageFile(string folder, string split) => Path.Combine(folder, $"{split}-images-idx3-ubyte.gz");

    private static string LabelFile(string folder, string split) => Path.Combine(folder, $"{split}-labels-idx1-ubyte.gz");
}
