namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>The mean of the average precision over the classes of which there are objects, for any weights of the images.</summary>
internal sealed class MeanAveragePrecision
{
    private readonly RankedClass[] _classes;

    /// <param name="objects">The classes of the objects in each image.</param>
    /// <param name="found">What a model found in each.</param>
    public MeanAveragePrecision(IReadOnlyList<int[]> objects, IReadOnlyList<FoundObjects> found)
    {
        Classes = [.. objects.SelectMany(image => image).Distinct().Order()];
        var objectsOf = Enumerable.Range(0, objects.Count).SelectMany(image => objects[image].GroupBy(each => each).Select(group => (Class: group.Key, Image: image, Count: group.Count())))
            .ToLookup(each => each.Class, each => (each.Image, each.Count));
        var foundOf = Enumerable.Range(0, found.Count).SelectMany(image => Enumerable.Range(0, found[image].Scores.Length).Select(i => (Class: found[image].Classes[i], Image: image, Score: found[image].Scores[i], Found: found[image].Found[i])))
            .ToLookup(each => each.Class, each => (each.Image, each.Score, each.Found));
        _classes = [.. Classes.Select(each => new RankedClass(foundOf[each], objectsOf[each]))];
    }

    /// <summary>The classes of which there are objects, rising.</summary>
    public IReadOnlyList<int> Classes { get; }

    public long Work => _classes.Sum(each => each.Work);

    /// <summary>The average precision of a class at each threshold, each image counted once.</summary>
    public double[] OfClass(int index, int[] weights)
    {
        var sums = new double[BoxMatching.Thresholds];
        _classes[index].AddTo(weights, sums);
        return sums;
    }

    /// <summary>At an overlap of 0.5, and the mean from 0.5 to 0.95; NaN where there are no objects.</summary>
    /// <param name="weights">How often each image is there.</param>
    public (double At50, double At50To95) Compute(int[] weights)
    {
        Span<double> sums = stackalloc double[BoxMatching.Thresholds];
        sums.Clear();
        int classes = 0;
        foreach (var each in _classes)
        {
            classes += each.AddTo(weights, sums) ? 1 : 0;
        }

        double all = 0;
        foreach (double sum in sums)
        {
            all += sum;
        }

        return (sums[0] / classes, all / (classes * BoxMatching.Thresholds));
    }
}
