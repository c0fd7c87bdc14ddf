namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>The mean average precision of FP32 and of INT8 on the same images, and by how much they differ.</summary>
internal sealed class PairedPrecision
{
    private readonly MeanAveragePrecision _float;
    private readonly MeanAveragePrecision _quantized;
    private readonly int[] _all;
    private readonly Dictionary<int, int> _objects;

    public PairedPrecision(ComparedImage[] images)
    {
        int[][] objects = Array.ConvertAll(images, image => image.Objects);
        _float = new MeanAveragePrecision(objects, Array.ConvertAll(images, image => image.Float));
        _quantized = new MeanAveragePrecision(objects, Array.ConvertAll(images, image => image.Quantized));
        _all = ImageWeights.All(images.Length);
        _objects = objects.SelectMany(image => image).GroupBy(each => each).ToDictionary(group => group.Key, group => group.Count());
        if (_objects.Count == 0)
        {
            throw new InvalidOperationException(
                "There is not one object in the labels of these rows, so no detection can be right. Give rows with objects, or name no label column to compare INT8 with FP32 alone.");
        }
    }

    /// <summary>The average precision of each class of which there are objects.</summary>
    public IReadOnlyList<ClassAveragePrecision> Classes =>
    [
        .. _float.Classes.Select((each, i) =>
        {
            double[] before = _float.OfClass(i, _all);
            double[] after = _quantized.OfClass(i, _all);
            return new ClassAveragePrecision(each, _objects[each], before[0], after[0], before.Average(), after.Average());
        }),
    ];

    /// <summary>At overlaps of 0.5 to 0.95, and at 0.5.</summary>
    public IReadOnlyList<MetricComparison> Compare(double level)
    {
        var before = _float.Compute(_all);
        var after = _quantized.Compute(_all);
        var intervals = DetectionBootstrap.Intervals(_all.Length, 2, Losses, _float.Work + _quantized.Work, level);
        return [Comparison("MAP50_95", before.At50To95, after.At50To95, intervals[0]), Comparison("MAP50", before.At50, after.At50, intervals[1])];
    }

    private static MetricComparison Comparison(string name, double before, double after, ConfidenceInterval interval) => new(name)
    {
        Float = before,
        Quantized = after,
        Loss = before - after,
        Interval = interval,
        HigherIsBetter = true,
        IsAccuracy = true,
    };

    private double[] Losses(int[] weights)
    {
        var before = _float.Compute(weights);
        var after = _quantized.Compute(weights);
        return [before.At50To95 - after.At50To95, before.At50 - after.At50];
    }
}
