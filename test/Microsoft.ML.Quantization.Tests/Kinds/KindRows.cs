using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>Rows as models see them: pictures of smooth areas and edges, whose brightness and contrast differ, and sentences of common and rare words.</summary>
internal static class KindRows
{
    public static TensorValue[][] Images(int seed, int count, int side, int channels = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new[] { new TensorValue("x", Image(random, side, channels), [1, channels, side, side]) })];
    }

    public static TensorValue[][] Sentences(int seed, int count, int length, int words)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int used = random.Next(length / 3, length + 1);
            int topic = random.Next(8);
            long[] ids = [.. Enumerable.Range(0, length).Select(i => i >= used ? 0 : i == 0 ? 1 : Word(random, topic, words))];
            return new TensorValue[] { new("ids", ids, [1, length]), new("mask", Array.ConvertAll(ids, id => id == 0 ? 0f : 1f), [1, length]) };
        })];
    }

    private static long Word(Random random, int topic, int words)
    {
        int rank = (int)(Math.Pow(random.NextDouble(), 3) * ((words / 8) - 1));
        return Math.Min(words - 1, 2 + (random.NextDouble() < 0.5 ? rank * 8 : (rank * 8) + topic));
    }

    private static float[] Image(Random random, int side, int channels)
    {
        double contrast = Math.Exp(0.5 * ((2 * random.NextDouble()) - 1));
        double light = (2 * random.NextDouble()) - 1;
        double[] colour = [.. Enumerable.Range(0, channels).Select(_ => 0.4 * ((2 * random.NextDouble()) - 1))];
        var image = new float[channels * side * side];
        var waves = Enumerable.Range(0, 6).Select(i => (X: random.NextDouble() * (i + 1) * 0.6, Y: random.NextDouble() * (i + 1) * 0.6, Phase: random.NextDouble() * 6.3, Size: 1 / (1.0 + i), Hue: random.Next(channels))).ToArray();
        var boxes = Enumerable.Range(0, 3).Select(_ => (X: random.Next(side), Y: random.Next(side), Size: random.Next(side / 8, side / 2), Value: (2 * random.NextDouble()) - 1, Hue: random.Next(channels))).ToArray();
        for (int i = 0; i < image.Length; i++)
        {
            int channel = i / (side * side);
            int y = i / side % side;
            int x = i % side;
            double value = waves.Sum(wave => wave.Size * Math.Sin((wave.X * x * 16 / side) + (wave.Y * y * 16 / side) + wave.Phase) * (wave.Hue == channel ? 1 : 0.7));
            value += boxes.Sum(box => Math.Abs(x - box.X) < box.Size && Math.Abs(y - box.Y) < box.Size / 2 ? box.Value * (box.Hue == channel ? 1.4 : 1) : 0);
            value += 0.1 * ((2 * random.NextDouble()) - 1);
            image[i] = (float)Math.Clamp((contrast * value) + light + colour[channel], -2.2, 2.6);
        }

        return image;
    }
}
