namespace Microsoft.ML.Quantization.Tests.Detectors;

/// <summary>An image of coloured blocks on a noisy grey ground, and where the blocks are: what detectors that are made in code really detect.</summary>
/// <param name="Pixels">Red, green and blue of each pixel, [3, Side, Side], 0 to 1.</param>
/// <param name="Boxes">x0, y0, x1, y1 of each block in pixels.</param>
/// <param name="Labels">The colour of each block, from 0.</param>
internal sealed record BlockImage(float[] Pixels, float[] Boxes, int[] Labels)
{
    public const int Side = 80;
    public const int Channels = 3;

    private const int MostBlocks = 4;
    private const double Gap = 3;
    private const double Noise = 0.1;

    public static long[] Shape => [1, Channels, Side, Side];

    /// <param name="count">How many images.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    /// <param name="colours">How many colours blocks have, 1 to 3; other blocks are grey and no objects.</param>
    public static BlockImage[] Create(int count, int seed, int colours = Channels)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Create(random, colours))];
    }

    /// <summary>The boxes in another unit than pixels.</summary>
    public float[] BoxesIn(float unitsForPixel) => Array.ConvertAll(Boxes, value => value * unitsForPixel);

    private static BlockImage Create(Random random, int colours)
    {
        var pixels = Ground(random);
        List<float[]> boxes = [];
        List<int> labels = [];
        int blocks = 1 + random.Next(MostBlocks);
        List<float[]> drawn = [];
        for (int i = 0; i <= blocks; i++)
        {
            // The last is grey.
            bool isObject = i < blocks;
            var box = Box(random);
            int colour = random.Next(colours);
            if (drawn.Exists(other => box[0] < other[2] + Gap && other[0] < box[2] + Gap && box[1] < other[3] + Gap && other[1] < box[3] + Gap))
            {
                continue;
            }

            drawn.Add(box);
            Draw(pixels, box, [.. Enumerable.Range(0, Channels).Select(channel => !isObject ? 0.8 : channel == colour ? 0.45 + (0.5 * random.NextDouble()) : 0.15 * random.NextDouble())]);
            if (isObject)
            {
                boxes.Add(box);
                labels.Add(colour);
            }
        }

        return new BlockImage(pixels, [.. boxes.SelectMany(box => box)], [.. labels]);
    }

    private static float[] Ground(Random random)
    {
        double grey = 0.1 + (0.3 * random.NextDouble());
        return [.. Enumerable.Range(0, Channels * Side * Side).Select(_ => (float)(grey + (Noise * (random.NextDouble() + random.NextDouble() - 1))))];
    }

    private static float[] Box(Random random)
    {
        double width = 12 + (16 * random.NextDouble());
        double height = 12 + (16 * random.NextDouble());
        double left = 1 + ((Side - 2 - width) * random.NextDouble());
        double top = 1 + ((Side - 2 - height) * random.NextDouble());
        return [(float)left, (float)top, (float)(left + width), (float)(top + height)];
    }

    /// <summary>A pixel that the block covers in part has a part of its colour.</summary>
    private static void Draw(float[] pixels, float[] box, double[] colour)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % Side;
            int y = i / Side % Side;
            double covered = Math.Clamp(Math.Min(x + 1, box[2]) - Math.Max(x, box[0]), 0, 1) * Math.Clamp(Math.Min(y + 1, box[3]) - Math.Max(y, box[1]), 0, 1);
            pixels[i] += (float)(covered * (colour[i / (Side * Side)] - pixels[i]));
        }
    }
}
