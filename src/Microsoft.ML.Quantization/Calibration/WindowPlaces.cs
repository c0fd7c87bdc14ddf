namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Chooses the outputs of a layer whose windows are looked at in a row of data: one of each of equally large parts of them, at a place that depends on
/// nothing but the number of outputs and of the part.
/// </summary>
internal static class WindowPlaces
{
    /// <param name="total">The outputs, all images and all places.</param>
    /// <param name="wanted">How many are looked at at most.</param>
    public static int[] Choose(int total, int wanted)
    {
        int count = Math.Min(total, wanted);
        var places = new int[count];
        for (int part = 0; part < count; part++)
        {
            long first = (long)part * total / count;
            long end = (long)(part + 1) * total / count;
            places[part] = (int)(first + (long)(Mixed((uint)part, (uint)total) % (ulong)(end - first)));
        }

        return places;
    }

    /// <summary>The finalizer of SplitMix64: a number that looks random.</summary>
    private static ulong Mixed(uint low, uint high)
    {
        ulong value = (((ulong)high << 32) | low) + 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
