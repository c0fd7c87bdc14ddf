namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// Rounds weights one after the other, each making up for the errors of those before it: the definition, which <see cref="VectorCompensatedRounding"/>
/// agrees with bit for bit.
/// </summary>
internal static class CompensatedRounding
{
    /// <summary>Rounds the weights of a block into <see cref="RoundingTile.Integers"/> and adds up their errors.</summary>
    /// <param name="tile">The weights, ordered.</param>
    /// <param name="factor">What they make up for.</param>
    /// <param name="start">The first weight of the block.</param>
    /// <param name="bounds">What they may become.</param>
    public static void Round(RoundingTile tile, RoundingFactor factor, int start, RoundingBounds bounds)
    {
        for (int lane = 0; lane < RoundingTile.Lanes; lane++)
        {
            for (int a = factor.Size - 1; a >= 0; a--)
            {
                int weight = start + factor.Order[a];
                float low = -bounds.Last, high = bounds.Last;
                foreach (int[] neighbours in bounds.Neighbours)
                {
                    float neighbour = tile.Integers[(neighbours[weight] * RoundingTile.Lanes) + lane];
                    high = Math.Min(high, bounds.LargestSum - Math.Max(neighbour, 0));
                    low = Math.Max(low, -bounds.LargestSum - Math.Min(neighbour, 0));
                }

                int place = (a * RoundingTile.Lanes) + lane;
                float integer = MathF.Round(Math.Min(Math.Max(tile.Targets[place], low), high), MidpointRounding.ToEven);
                tile.Integers[(weight * RoundingTile.Lanes) + lane] = integer;
                tile.Targets[place] -= integer;
                tile.Errors[place] -= integer;
                PassOn(tile, factor, a, lane);
            }
        }
    }

    /// <summary>Adds up the errors of weights that are rounded.</summary>
    /// <param name="tile">The errors, ordered.</param>
    /// <param name="factor">How they weigh.</param>
    public static void Measure(RoundingTile tile, RoundingFactor factor)
    {
        for (int lane = 0; lane < RoundingTile.Lanes; lane++)
        {
            for (int a = factor.Size - 1; a >= 0; a--)
            {
                PassOn(tile, factor, a, lane);
            }
        }
    }

    private static void PassOn(RoundingTile tile, RoundingFactor factor, int a, int lane)
    {
        int place = (a * RoundingTile.Lanes) + lane;
        float part = tile.Targets[place] * factor.Diagonal[a];
        tile.Squares[lane] += part * part;
        for (int b = 0; b < a; b++)
        {
            tile.Targets[(b * RoundingTile.Lanes) + lane] += tile.Errors[place] * factor[a, b];
        }
    }
}
