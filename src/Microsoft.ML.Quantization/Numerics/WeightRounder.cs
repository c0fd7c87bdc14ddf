namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Rounds the weights of a layer by the covariance of its inputs, scales as they are, each output channel only where that is the better for it.</summary>
internal static class WeightRounder
{
    /// <summary>So much of the error must go: squares are summed in float.</summary>
    private const float LeastGain = 0.001f;

    /// <param name="source">The weights.</param>
    /// <param name="nearest">The nearest integers, and the scales.</param>
    /// <param name="factors">Those of each group of channels, and in it of its blocks of weights from first to last.</param>
    /// <param name="bounds">What integers may become.</param>
    /// <param name="threads">How many may work on it; the result is the same.</param>
    public static RoundedChannels Round(WeightSource source, QuantizedWeights nearest, IReadOnlyList<RoundingFactor[]> factors, RoundingBounds bounds, int threads)
    {
        int outputs = source.Channels / factors.Count;
        int tiles = (outputs + RoundingTile.Lanes - 1) / RoundingTile.Lanes;
        var rounded = new RoundedChannels(nearest with { Values = [.. nearest.Values] }, new double[source.Channels], new double[source.Channels]);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) };
        Parallel.For(0, factors.Count * tiles, options, () => new RoundingTile(source.Layout.RowLength), (job, _, tile) =>
        {
            var (group, part) = Math.DivRem(job, tiles);
            int first = (group * outputs) + (part * RoundingTile.Lanes);
            int count = Math.Min(RoundingTile.Lanes, outputs - (part * RoundingTile.Lanes));
            Read(source, nearest, first, count, tile);
            Round(tile, factors[group], bounds, first, count, rounded);
            Write(source, tile, first, count, rounded);
            return tile;
        }, _ => { });
        return rounded;
    }

    private static void Round(RoundingTile tile, RoundingFactor[] factors, RoundingBounds bounds, int first, int count, RoundedChannels rounded)
    {
        int start = 0;
        foreach (var factor in factors)
        {
            tile.Order(factor, start, []);
            Array.Clear(tile.Squares);
            VectorCompensatedRounding.Round(tile, factor, start, bounds);
            AddSquares(tile, first, count, rounded.After);
            tile.Order(factor, start, tile.Nearest);
            Array.Clear(tile.Squares);
            VectorCompensatedRounding.Measure(tile, factor);
            AddSquares(tile, first, count, rounded.Before);
            start += factor.Size;
        }
    }

    private static void AddSquares(RoundingTile tile, int first, int count, double[] squares)
    {
        for (int lane = 0; lane < count; lane++)
        {
            squares[first + lane] += tile.Squares[lane];
        }
    }

    private static void Read(WeightSource source, QuantizedWeights nearest, int first, int count, RoundingTile tile)
    {
        var steps = source.Layout.Steps;
        Array.Clear(tile.Weights);
        Array.Clear(tile.Nearest);
        Array.Clear(tile.Integers);
        for (int lane = 0; lane < count; lane++)
        {
            float scale = ScaleOf(nearest, first + lane);
            for (int i = 0; i < tile.Length; i++)
            {
                int at = ((first + lane) * steps.Channel) + (i * steps.Weight);
                tile.Weights[(i * RoundingTile.Lanes) + lane] = source.Values[at] / scale;
                tile.Nearest[(i * RoundingTile.Lanes) + lane] = nearest.Values[at];
            }
        }
    }

    private static void Write(WeightSource source, RoundingTile tile, int first, int count, RoundedChannels rounded)
    {
        var steps = source.Layout.Steps;
        for (int lane = 0; lane < count; lane++)
        {
            int channel = first + lane;
            double square = (double)ScaleOf(rounded.Weights, channel) * ScaleOf(rounded.Weights, channel);
            bool isBetter = rounded.After[channel] < rounded.Before[channel] * (1 - LeastGain);
            rounded.Before[channel] *= square;
            rounded.After[channel] = isBetter ? rounded.After[channel] * square : rounded.Before[channel];
            for (int i = 0; i < tile.Length && isBetter; i++)
            {
                rounded.Weights.Values[(channel * steps.Channel) + (i * steps.Weight)] = (sbyte)tile.Integers[(i * RoundingTile.Lanes) + lane];
            }
        }
    }

    private static float ScaleOf(QuantizedWeights weights, int channel) => weights.Scales[weights.Axis == null ? 0 : channel];
}
