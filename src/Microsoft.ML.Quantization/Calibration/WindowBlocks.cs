namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The parts of a window whose covariances are looked at: the channels of each group, in several blocks where they are many, so that a layer takes no more
/// memory than one of <see cref="Widest"/> inputs. What lies between two blocks is left out.
/// </summary>
/// <param name="Groups">The groups of channels.</param>
/// <param name="Taps">The inputs of a channel.</param>
/// <param name="Sizes">The inputs of each block of a group.</param>
internal sealed record WindowBlocks(int Groups, int Taps, int[] Sizes)
{
    public const int Widest = 2304;

    /// <summary>The inputs of the largest block.</summary>
    public int Largest => Sizes.Max();

    /// <summary>The inputs of a group.</summary>
    public int InputsOfGroup => Sizes.Sum();

    /// <summary>Whether these are the blocks of a window.</summary>
    public bool IsOf(InputWindow window) => IsLike(Of(window));

    /// <summary>Whether others are of the same sizes.</summary>
    public bool IsLike(WindowBlocks other) => other.Groups == Groups && other.Taps == Taps && other.Sizes.AsSpan().SequenceEqual(Sizes);

    public static WindowBlocks Of(InputWindow window)
    {
        int channels = window.Channels / window.Groups;
        long inputs = (long)channels * window.Taps;
        long largest = Math.Min(Widest, (long)Widest * Widest / Math.Max(1, window.Groups * inputs));
        long together = Math.Clamp(largest / window.Taps, 1, Math.Max(1, channels));

        // Blocks of like size, of an even number of channels, so that neighbours that are added up together stay together.
        long blocks = (channels + together - 1) / together;
        together = (channels + blocks - 1) / blocks;
        together += blocks > 1 ? together % 2 : 0;
        List<int> sizes = [];
        for (long first = 0; first < channels; first += together)
        {
            sizes.Add((int)(Math.Min(together, channels - first) * window.Taps));
        }

        return new WindowBlocks(window.Groups, window.Taps, [.. sizes]);
    }
}
