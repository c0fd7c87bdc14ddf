namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>
/// The detections of one class in all images, in order once and for all, so that its average precision for other weights of the images costs one pass: what a bootstrap asks for. It is
/// <see cref="AveragePrecision"/> bit for bit, of a set in which each image is as often as its weight says.
/// </summary>
internal sealed class RankedClass
{
    private readonly int[] _image;
    private readonly int[] _rank;
    private readonly int[][] _found = new int[BoxMatching.Thresholds][];
    private readonly (int Image, int Objects)[] _objects;
    private readonly int _ranks;

    /// <param name="detections">The image, the score, and at which thresholds an object was found, of each detection.</param>
    /// <param name="objects">How many objects of the class are in which image.</param>
    public RankedClass(IEnumerable<(int Image, float Score, ushort Found)> detections, IEnumerable<(int Image, int Objects)> objects)
    {
        var ordered = detections.OrderByDescending(detection => detection.Score).ThenBy(detection => detection.Image).ToArray();
        _objects = [.. objects];
        _image = Array.ConvertAll(ordered, detection => detection.Image);
        _rank = new int[ordered.Length];
        for (int i = 0; i < ordered.Length; i++)
        {
            _ranks += i > 0 && ordered[i].Score < ordered[i - 1].Score ? 1 : 0;
            _rank[i] = _ranks;
        }

        _ranks += ordered.Length > 0 ? 1 : 0;
        for (int threshold = 0; threshold < _found.Length; threshold++)
        {
            _found[threshold] = [.. Enumerable.Range(0, ordered.Length).Where(i => (ordered[i].Found >> threshold & 1) != 0)];
        }
    }

    /// <summary>What an evaluation with other weights costs, about, in steps.</summary>
    public long Work => _image.Length + (4L * _found.Sum(found => found.Length)) + (BoxMatching.Thresholds * AveragePrecision.Recalls);

    /// <summary>Adds the average precision at each threshold to <paramref name="sums"/>.</summary>
    /// <param name="weights">How often each image is there.</param>
    /// <param name="sums">Receives a number for each threshold.</param>
    /// <returns>Whether there are objects of the class in these images; nothing is added where there are none.</returns>
    public bool AddTo(int[] weights, Span<double> sums)
    {
        long objects = 0;
        foreach (var (image, count) in _objects)
        {
            objects += (long)weights[image] * count;
        }

        if (objects == 0)
        {
            return false;
        }

        var all = new int[_ranks];
        int seen = 0;
        for (int i = 0; i < _image.Length; i++)
        {
            all[_rank[i]] = seen += weights[_image[i]];
        }

        for (int threshold = 0; threshold < sums.Length; threshold++)
        {
            sums[threshold] += Average(_found[threshold], weights, all, objects);
        }

        return true;
    }

    /// <summary>From the lowest score up, so that the largest precision at a recall or above is known when it is asked for. Where nothing is found, precision only falls.</summary>
    private double Average(int[] found, int[] weights, int[] all, long objects)
    {
        long left = 0;
        foreach (int i in found)
        {
            left += weights[_image[i]];
        }

        double sum = 0;
        double best = 0;
        for (int next = found.Length - 1; next >= 0 && left > 0;)
        {
            int rank = _rank[found[next]];
            long before = left;
            for (; next >= 0 && _rank[found[next]] == rank; next--)
            {
                before -= weights[_image[found[next]]];
            }

            if (before < left)
            {
                best = Math.Max(best, (double)left / all[rank]);
                for (long recall = (AveragePrecision.Recalls - 1) * left / objects, end = (AveragePrecision.Recalls - 1) * before / objects; recall > end; recall--)
                {
                    sum += best;
                }

                left = before;
            }
        }

        return (sum + best) / AveragePrecision.Recalls;
    }
}
