namespace Benchmarks;

/// <summary>MNIST's test digits in IDX files: a header of 16 bytes before the images, of 8 before the labels.</summary>
internal static class DigitData
{
    private const int Length = 28 * 28;

    public static RowSource Digits { get; } = new(() =>
    {
        byte[] images = CompressedFile.Read("mnist/t10k-images-idx3-ubyte.gz");
        byte[] labels = CompressedFile.Read("mnist/t10k-labels-idx1-ubyte.gz");
        return (labels.Length - 8, i => new LabelledRow("Input3", Array.ConvertAll(images[(16 + (i * Length))..(16 + ((i + 1) * Length))], value => (float)value), [1, 1, 28, 28], labels[8 + i]));
    });
}
