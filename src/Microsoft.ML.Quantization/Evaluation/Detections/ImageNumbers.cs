namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Reads <see cref="ComparedImage.Numbers"/>, which may come from a file.</summary>
internal static class ImageNumbers
{
    private const int Noises = 4;
    private const string Wrong = "its rows are not numbers of detections";

    /// <returns>The first image, and how many numbers it takes.</returns>
    /// <exception cref="FormatException">There is none.</exception>
    public static (ComparedImage Image, int Length) Read(ReadOnlySpan<double> numbers)
    {
        var rest = numbers;
        int wanted = Count(Take(ref rest, 1)[0]);
        int met = Count(Take(ref rest, 1)[0]);
        double[] noise = Take(ref rest, Noises).ToArray();
        int[] objects = Array.ConvertAll(Take(ref rest, Count(Take(ref rest, 1)[0])).ToArray(), Count);
        var (original, quantized) = (Found(ref rest), Found(ref rest));
        return (new ComparedImage(objects, original, quantized, wanted, met, noise), numbers.Length - rest.Length);
    }

    private static FoundObjects Found(ref ReadOnlySpan<double> rest)
    {
        int count = Count(Take(ref rest, 1)[0]);
        var (scores, classes, found) = (new List<float>(), new List<int>(), new List<ushort>());
        for (int i = 0; i < count; i++)
        {
            var each = Take(ref rest, FoundObjects.NumbersOfEach);
            scores.Add(double.IsNaN(each[0]) ? throw new FormatException(Wrong) : (float)each[0]);
            classes.Add(Count(each[1]));
            found.Add(Count(each[2]) is var bits && bits >> BoxMatching.Thresholds == 0 ? (ushort)bits : throw new FormatException(Wrong));
        }

        return new FoundObjects([.. classes], [.. scores], [.. found]);
    }

    private static ReadOnlySpan<double> Take(ref ReadOnlySpan<double> rest, int count)
    {
        if (count > rest.Length)
        {
            throw new FormatException(Wrong);
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static int Count(double number) => number is >= 0 and <= int.MaxValue && Math.Floor(number) == number ? (int)number : throw new FormatException(Wrong);
}
