namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>What one model found in an image, the classes, scores and thresholds of each detection.</summary>
internal sealed class FoundObjects
{
    /// <summary>How many numbers a detection has.</summary>
    public const int NumbersOfEach = 3;

    public FoundObjects(Detection[] detections, ReadOnlySpan<LabelledObject> objects)
    {
        Classes = Array.ConvertAll(detections, detection => detection.Class);
        Scores = Array.ConvertAll(detections, detection => detection.Score);
        Found = BoxMatching.Match(detections, objects);
    }

    public FoundObjects(int[] classes, float[] scores, ushort[] found) => (Classes, Scores, Found) = (classes, scores, found);

    public int[] Classes { get; }

    public float[] Scores { get; }

    /// <summary>A bit for each threshold at which the detection found an object.</summary>
    public ushort[] Found { get; }

    /// <summary>All that is known, detection by detection.</summary>
    public IEnumerable<double> Numbers => Enumerable.Range(0, Scores.Length).SelectMany(i => new double[] { Scores[i], Classes[i], Found[i] });
}
