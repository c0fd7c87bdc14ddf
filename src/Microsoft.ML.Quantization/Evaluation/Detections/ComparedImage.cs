namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>What is kept of an image for one INT8 model.</summary>
/// <param name="Objects">The classes of the objects.</param>
/// <param name="Float">What FP32 found of them.</param>
/// <param name="Quantized">What INT8 found of them.</param>
/// <param name="Wanted">How many detections FP32 is sure of.</param>
/// <param name="Met">How many of these INT8 has too.</param>
/// <param name="Noise">The signal and the noise of the boxes and of the scores.</param>
internal sealed record ComparedImage(int[] Objects, FoundObjects Float, FoundObjects Quantized, int Wanted, int Met, double[] Noise)
{
    /// <summary>The images in an order that does not depend on the one in which they came.</summary>
    public static ComparedImage[] Sorted(IEnumerable<ComparedImage> images)
    {
        ComparedImage[] sorted = [.. images];
        double[][] keys = Array.ConvertAll(sorted, image => image.Numbers);
        Array.Sort(keys, sorted, Comparer<double[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        return sorted;
    }

    /// <summary>All numbers, with their counts: images that have the same are alike. <see cref="ImageNumbers"/> reads them.</summary>
    public double[] Numbers =>
        [Wanted, Met, .. Noise, Objects.Length, .. Objects.Select(each => (double)each), Float.Scores.Length, .. Float.Numbers, Quantized.Scores.Length, .. Quantized.Numbers];
}
