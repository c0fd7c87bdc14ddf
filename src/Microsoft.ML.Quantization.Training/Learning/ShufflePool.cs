namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Brings rows into a random order that depends on the seed alone, holding no more of them than a limit of bytes.</summary>
internal static class ShufflePool
{
    public static IEnumerable<TrainingRow> Shuffle(IEnumerable<TrainingRow> rows, long limit, int seed)
    {
        var random = new Random(seed);
        List<TrainingRow> pool = [];
        long held = 0;
        foreach (var row in rows)
        {
            pool.Add(row);
            held += row.Bytes;
            while (held > limit)
            {
                yield return Draw();
            }
        }

        while (pool.Count > 0)
        {
            yield return Draw();
        }

        TrainingRow Draw()
        {
            int at = random.Next(pool.Count);
            var drawn = pool[at];
            pool[at] = pool[^1];
            pool.RemoveAt(pool.Count - 1);
            held -= drawn.Bytes;
            return drawn;
        }
    }
}
