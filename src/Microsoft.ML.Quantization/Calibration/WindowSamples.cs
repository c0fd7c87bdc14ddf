using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Windows in whole numbers of 12 bits and sign, two windows in one 32-bit integer, waiting to be multiplied with each other. They lie in panels of
/// <see cref="Width"/> inputs: [panel, pair of windows, input]; every block starts with a panel of its own.
/// </summary>
/// <param name="blocks">The blocks of the windows.</param>
/// <param name="capacity">The most pairs.</param>
internal sealed class WindowSamples(WindowBlocks blocks, int capacity)
{
    public const int Width = 16;

    /// <summary>The largest number, 2 to this power, is what a value just below the power of two above all values of a row becomes.</summary>
    public const int Bits = 11;

    // 1.5 * 2^23: floats around it are whole numbers, so that adding it rounds, half to even, and leaves the integer in the last bits.
    private const float WholeNumbers = 12_582_912f;

    private readonly int[] _values = new int[blocks.Groups * blocks.Sizes.Sum(Panels) * Width * capacity];

    /// <summary>The windows times two to this power are the whole numbers.</summary>
    public int Exponent { get; set; }

    public int Pairs { get; private set; }

    public int Capacity => capacity;

    /// <summary>The panels of a block.</summary>
    public static int Panels(int size) => (size + Width - 1) / Width;

    /// <summary>A panel, from the first pair on.</summary>
    public ReadOnlySpan<int> Panel(int panel) => _values.AsSpan(panel * capacity * Width, Pairs * Width);

    public void Clear() => Pairs = 0;

    /// <summary>Adds the windows of a row.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="count">How many.</param>
    public void Add(ReadOnlySpan<float> windows, int count)
    {
        float scale = BitConverter.Int32BitsToSingle((Exponent + 127) << 23);
        int inputs = blocks.Groups * blocks.InputsOfGroup;
        for (int i = 0; i < count; i += 2, Pairs++)
        {
            var first = windows.Slice(i * inputs, inputs);
            var second = i + 1 < count ? windows.Slice((i + 1) * inputs, inputs) : [];
            int panel = 0;
            for (int start = 0; start < inputs;)
            {
                foreach (int size in blocks.Sizes)
                {
                    for (int input = 0; input < size; input += Width, panel++)
                    {
                        int width = Math.Min(Width, size - input);
                        Pack(first.Slice(start + input, width), second.IsEmpty ? second : second.Slice(start + input, width), scale, _values.AsSpan(((panel * capacity) + Pairs) * Width, width));
                    }

                    start += size;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pack(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float scale, Span<int> target)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= target.Length; i += Vector<float>.Count)
        {
            var low = Whole(new Vector<float>(first[i..]) * scale) & new Vector<int>(ushort.MaxValue);
            var high = second.IsEmpty ? Vector<int>.Zero : Vector.ShiftLeft(Whole(new Vector<float>(second[i..]) * scale), 16);
            (low | high).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = (Whole(first[i] * scale) & ushort.MaxValue) | (second.IsEmpty ? 0 : Whole(second[i] * scale) << 16);
        }
    }

    private static Vector<int> Whole(Vector<float> value) => Vector.AsVectorInt32(value + new Vector<float>(WholeNumbers)) - new Vector<int>(BitConverter.SingleToInt32Bits(WholeNumbers));

    private static int Whole(float value) => (int)MathF.Round(value, MidpointRounding.ToEven);
}
