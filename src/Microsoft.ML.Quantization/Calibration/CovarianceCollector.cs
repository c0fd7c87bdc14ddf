using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Looks at some windows of a tensor in every row. Rows wait until there are some of them, as one product of many windows takes less time than many of few.
/// Any thread may add.
/// </summary>
internal sealed class CovarianceCollector
{
    private const int LeastWindows = 8;
    private const int MostWindows = 20;

    /// <summary>Fewer windows do for few inputs.</summary>
    private const int InputsOfOneWindow = 8;

    /// <summary>The rows that wait are of two sizes at most.</summary>
    private const int Sizes = 2;

    private readonly object _gate = new();
    private readonly WindowReader _reader;
    private readonly WindowBlocks _blocks;
    private readonly InputCovariance _sums;
    private readonly int _wanted;
    private readonly List<(WindowSamples Samples, int Windows)> _waiting = [];
    private WindowSamples? _free;

    public CovarianceCollector(InputWindow window)
    {
        Window = window;
        _reader = new WindowReader(window);
        _blocks = WindowBlocks.Of(window);
        _sums = new InputCovariance(_blocks);
        _wanted = Math.Clamp(_blocks.Largest / InputsOfOneWindow, LeastWindows, MostWindows);
    }

    public InputWindow Window { get; }

    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        int[] places = WindowPlaces.Choose(_reader.Outputs(shape, values.Length), _wanted);
        float[] windows = ArrayPool<float>.Shared.Rent(places.Length * Window.Inputs);
        try
        {
            var read = windows.AsSpan(0, places.Length * Window.Inputs);
            _reader.Read(values, shape, places, read);
            float largest = read.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<float>(read));
            lock (_gate)
            {
                Add(read, places.Length, largest);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(windows);
        }
    }

    /// <summary>Adds up what waits.</summary>
    public InputCovariance Settle()
    {
        lock (_gate)
        {
            while (_waiting.Count > 0)
            {
                Flush(0);
            }

            _free = null;
            _sums.Settle();
            return _sums;
        }
    }

    private void Add(ReadOnlySpan<float> windows, int count, float largest)
    {
        if (InputCovariance.Exponent(largest) is not { } exponent)
        {
            // What is not finite is left out.
            _sums.AddZeros(float.IsFinite(largest) ? count : 0);
            return;
        }

        int place = _waiting.FindIndex(waiting => waiting.Samples.Exponent == WindowSamples.Bits - exponent);
        int pairs = (count + 1) / 2;
        if (place >= 0 && _waiting[place].Samples.Pairs + pairs > _waiting[place].Samples.Capacity)
        {
            Flush(place);
            place = -1;
        }

        if (place < 0)
        {
            if (_waiting.Count == Sizes)
            {
                Flush(0);
            }

            place = _waiting.Count;
            _waiting.Add((Free(exponent), 0));
        }

        _waiting[place].Samples.Add(windows, count);
        _waiting[place] = (_waiting[place].Samples, _waiting[place].Windows + count);
    }

    private void Flush(int place)
    {
        var (samples, windows) = _waiting[place];
        _waiting.RemoveAt(place);
        _sums.Add(samples, windows);
        samples.Clear();
        _free = samples;
    }

    private WindowSamples Free(int exponent)
    {
        // Half as much as the sums take, and no more than 32 bits hold the products of.
        int capacity = Math.Clamp(_blocks.Largest / 2, MostWindows / 2, 128);
        var samples = _free ?? new WindowSamples(_blocks, capacity);
        _free = null;
        samples.Exponent = WindowSamples.Bits - exponent;
        return samples;
    }
}
