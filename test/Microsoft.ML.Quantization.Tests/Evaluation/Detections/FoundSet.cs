using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

/// <summary>Images with objects, and what was detected in them.</summary>
internal sealed class FoundSet
{
    private readonly List<(LabelledObject[] Objects, Detection[] Detections)> _images = [];

    public IReadOnlyList<(LabelledObject[] Objects, Detection[] Detections)> Images => _images;

    public MeanAveragePrecision Precision => new(
        [.. _images.Select(image => Array.ConvertAll(image.Objects, each => each.Class))],
        [.. _images.Select(image => new FoundObjects([.. image.Detections.OrderByDescending(detection => detection.Score)], image.Objects))]);

    public (double At50, double At50To95) Mean => Precision.Compute(ImageWeights.All(_images.Count));

    public FoundSet Image(LabelledObject[] objects, params Detection[] detections)
    {
        _images.Add((objects, detections));
        return this;
    }

    /// <summary>The same images with other detections.</summary>
    public FoundSet With(Func<Detection[], IEnumerable<Detection>> change)
    {
        var changed = new FoundSet();
        foreach (var (objects, detections) in _images)
        {
            changed.Image(objects, [.. change(detections)]);
        }

        return changed;
    }

    public FoundSet Reversed()
    {
        var reversed = new FoundSet();
        reversed._images.AddRange(Enumerable.Reverse(_images));
        return reversed;
    }

    /// <summary>Objects of three classes, most of them detected more or less well, and some detections of nothing. Scores have few values, as those of INT8.</summary>
    public static FoundSet Random(int images, int seed)
    {
        var random = new Random(seed);
        var set = new FoundSet();
        for (int i = 0; i < images; i++)
        {
            LabelledObject[] objects = [.. Enumerable.Range(0, random.Next(5)).Select(_ => new LabelledObject(random.Next(3), At(random, 100, 10, 30)))];
            set.Image(
                objects,
                [
                    .. objects.Where(_ => random.Next(10) > 0).Select(each => new Detection(each.Class, Score(random, 4), Moved(random, each.Box))),
                    .. Enumerable.Range(0, random.Next(4)).Select(_ => new Detection(random.Next(4), Score(random, 0), At(random, 100, 10, 30))),
                ]);
        }

        return set;
    }

    private static float Score(Random random, int least) => (least + random.Next(12)) / 16f;

    private static Box At(Random random, double side, double smallest, double more)
    {
        double x = random.NextDouble() * side;
        double y = random.NextDouble() * side;
        return new Box(x, y, x + smallest + (random.NextDouble() * more), y + smallest + (random.NextDouble() * more));
    }

    private static Box Moved(Random random, Box box)
    {
        double shift = 6 * random.NextDouble() * random.NextDouble();
        return new Box(box.X0 + shift, box.Y0, box.X1 + shift, box.Y1);
    }
}
