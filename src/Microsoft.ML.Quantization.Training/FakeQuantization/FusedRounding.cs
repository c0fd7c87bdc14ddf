using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>
/// <see cref="RoundingKernel"/> over whole tensors, with one scale or one for each index of an axis, on as many threads as TorchSharp
/// uses. Sums are added up in blocks of one size, so the result is the same for any number of threads.
/// </summary>
internal sealed class FusedRounding
{
    private const int Block = 1 << 14;
    private const long WorthThreads = 8 * Block;

    // For shorter runs of one scale than this, the calls cost more than the operators: depthwise weights have runs of nine.
    private const long ShortestRun = 4;

    private readonly float[] _scales;
    private readonly QuantizationGrid _grid;
    private readonly long _run;
    private readonly int _blocksOfRun;
    private readonly int _blocks;

    private FusedRounding(float[] scales, QuantizationGrid grid, long run, long count)
    {
        (_scales, _grid, _run) = (scales, grid, run);
        _blocksOfRun = (int)((run + Block - 1) / Block);
        _blocks = run == 0 ? 0 : (int)(count / run) * _blocksOfRun;
    }

    /// <returns><see langword="null"/> where TorchSharp's own operators have to do: on other devices, and where a scale's values are not neighbours.</returns>
    public static FusedRounding? For(Tensor value, float[] scales, QuantizationGrid grid)
    {
        if (!TensorMemory.Holds(value))
        {
            return null;
        }

        long run = grid.Axis is { } axis ? value.shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size) : value.numel();
        return grid.Axis == null || run >= ShortestRun ? new FusedRounding(scales, grid, run, value.numel()) : null;
    }

    public Tensor Round(Tensor value)
    {
        using var copy = TensorMemory.ContiguousCopy(value);
        var rounded = empty_like(copy ?? value, requires_grad: false);
        var (source, target) = (new TensorMemory(copy ?? value), new TensorMemory(rounded));
        ForEachBlock((start, length, scale) =>
        {
            Kernel(scale).Round(source.Part(start, length), target.Part(start, length));
            return 0;
        });
        GC.KeepAlive(value);
        return rounded;
    }

    /// <returns>The gradient where nothing is clipped, and for each scale the sum of what it gets.</returns>
    public (Tensor Passed, float[]? Sums) Back(Tensor value, Tensor gradient, bool sum)
    {
        using var valueCopy = TensorMemory.ContiguousCopy(value);
        using var gradientCopy = TensorMemory.ContiguousCopy(gradient);
        var passed = empty_like(gradientCopy ?? gradient, requires_grad: false);
        var (source, slopes, target) = (new TensorMemory(valueCopy ?? value), new TensorMemory(gradientCopy ?? gradient), new TensorMemory(passed));
        double[] sums = ForEachBlock((start, length, scale) =>
        {
            if (sum)
            {
                return Kernel(scale).PassAndSum(source.Part(start, length), slopes.Part(start, length), target.Part(start, length));
            }

            Kernel(scale).Pass(source.Part(start, length), slopes.Part(start, length), target.Part(start, length));
            return 0;
        });
        GC.KeepAlive(value);
        GC.KeepAlive(gradient);
        return (passed, sum ? Total(sums) : null);
    }

    private RoundingKernel Kernel(float scale) => new(scale, _grid.Lowest - _grid.ZeroPoint, _grid.Highest - _grid.ZeroPoint);

    private double[] ForEachBlock(Func<long, int, float, double> work)
    {
        double[] sums = new double[_blocks];
        int threads = _blocks * (long)Math.Min(_run, Block) < WorthThreads ? 1 : get_num_threads();
        if (threads == 1)
        {
            for (int i = 0; i < _blocks; i++)
            {
                Run(i);
            }
        }
        else
        {
            Parallel.For(0, _blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, Run);
        }

        return sums;

        void Run(int block)
        {
            long start = block % _blocksOfRun * (long)Block;
            sums[block] = work((block / _blocksOfRun * _run) + start, (int)Math.Min(Block, _run - start), _scales[ScaleOf(block)]);
        }
    }

    private int ScaleOf(int block) => block / _blocksOfRun % _scales.Length;

    private float[] Total(double[] sums)
    {
        double[] totals = new double[_scales.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            totals[ScaleOf(i)] += sums[i];
        }

        return Array.ConvertAll(totals, total => (float)total);
    }
}
