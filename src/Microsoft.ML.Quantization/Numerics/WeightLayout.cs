namespace Microsoft.ML.Quantization.Numerics;

/// <summary>How the weights of a convolution or a linear layer lie in memory.</summary>
/// <param name="Dimensions">Their dimensions, row-major.</param>
/// <param name="OutputAxis">The dimension that holds the output channels.</param>
/// <param name="Groups">The groups of a convolution; 1 for anything else.</param>
internal readonly record struct WeightLayout(long[] Dimensions, int OutputAxis, int Groups = 1)
{
    // So many columns are read together that a line of the cache is fetched once.
    private const int Columns = 16;

    public int Channels => (int)Dimensions[OutputAxis];

    /// <summary>The channels of the input that the weights are multiplied with, those of all groups.</summary>
    public int InputChannels => (int)Dimensions[OutputAxis == 0 ? 1 : 0] * Groups;

    /// <summary>How many weights an output channel has.</summary>
    public int RowLength => OutputAxis == 0 ? Stride : (int)Dimensions[0];

    /// <summary>The distance between neighbours along the output axis.</summary>
    public int Stride => (int)Dimensions.Skip(OutputAxis + 1).Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether each output channel reads one input channel of its own.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == Channels && Dimensions[1] == 1;

    /// <summary>The distances between the same weight of two output channels, and between two weights of one: channels of the input first, then the taps of each.</summary>
    public (int Channel, int Weight) Steps => OutputAxis == 0 ? (RowLength, 1) : (1, (int)Dimensions[1]);

    /// <summary>For each output channel, whether all its weights are zero.</summary>
    public bool[] ZeroChannels(ReadOnlySpan<float> values)
    {
        int stride = Stride;
        var zero = new bool[Channels];
        Array.Fill(zero, true);

        // Most weights end the search for their channel at once, so that little more than the first of each is looked at.
        for (int start = 0; start < values.Length && zero.Contains(true); start += stride * zero.Length)
        {
            for (int channel = 0; channel < zero.Length; channel++)
            {
                zero[channel] = zero[channel] && values.Slice(start + (channel * stride), stride).IndexOfAnyExcept(0f) < 0;
            }
        }

        return zero;
    }

    /// <summary>
    /// Hands out, with its output channel, every row of weights whose products a kernel may add up two and two. A convolution may be
    /// computed on either layout, channels last when it is part of an INT8 region and else channels first, and so has two rows a channel
    /// unless a row is the same on both; a depthwise one has none, as its kernel widens to 16 bits before it multiplies.
    /// </summary>
    public void VisitPairedRows<T>(ReadOnlySpan<T> values, RowVisitor<T> visit)
    {
        if (IsDepthwise || values.IsEmpty)
        {
            return;
        }

        int length = values.Length / Channels;
        var rows = new T[Math.Min(Columns, Channels) * length];
        for (int first = 0; first < Channels; first += Columns)
        {
            int count = Math.Min(Columns, Channels - first);
            ReadOnlySpan<T> taken = OutputAxis == 0 ? values.Slice(first * length, count * length) : Transposed(values, first, count, rows);
            for (int i = 0; i < count; i++)
            {
                visit(first + i, taken.Slice(i * length, length));
            }

            // One tap lies alike in both layouts.
            if (Dimensions.Length > 2 && length > Dimensions[1])
            {
                VisitChannelsLast(taken, first, rows.AsSpan(0, length), visit);
            }
        }
    }

    private ReadOnlySpan<T> Transposed<T>(ReadOnlySpan<T> values, int first, int count, T[] rows)
    {
        int length = values.Length / Channels;
        for (int i = 0; i < length; i++)
        {
            ReadOnlySpan<T> source = values.Slice((i * Channels) + first, count);
            for (int channel = 0; channel < count; channel++)
            {
                rows[(channel * length) + i] = source[channel];
            }
        }

        return rows.AsSpan(0, count * length);
    }

    private void VisitChannelsLast<T>(ReadOnlySpan<T> taken, int first, Span<T> row, RowVisitor<T> visit)
    {
        int inputs = (int)Dimensions[1];
        int taps = row.Length / inputs;
        for (int start = 0; start < taken.Length; start += row.Length)
        {
            for (int tap = 0, i = 0; tap < taps; tap++)
            {
                for (int input = 0; input < inputs; input++, i++)
                {
                    row[i] = taken[start + (input * taps) + tap];
                }
            }

            visit(first + (start / row.Length), row);
        }
    }
}
