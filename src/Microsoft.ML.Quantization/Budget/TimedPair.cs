using System.Diagnostics;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Statistics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Two open models that are timed in turn.</summary>
internal sealed class TimedPair : IDisposable
{
    private const int FewestTurns = 3;
    private const int MostTurns = 25;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.04);

    private readonly SampleRun _first;
    private readonly SampleRun _second;

    public TimedPair(OnnxModel first, OnnxModel second)
    {
        _first = new SampleRun(first);
        try
        {
            _second = new SampleRun(second);
        }
        catch
        {
            _first.Dispose();
            throw;
        }
    }

    /// <summary>The median time of the second as a multiple of that of the first.</summary>
    public double Ratio(TensorValue[] row)
    {
        List<double> first = [];
        List<double> second = [];
        var watch = Stopwatch.StartNew();
        while (first.Count < FewestTurns || (first.Count < MostTurns && watch.Elapsed < Enough))
        {
            first.Add(Time(_first, row));
            second.Add(Time(_second, row));
        }

        return MedianInterval.Median([.. second.Order()]) / MedianInterval.Median([.. first.Order()]);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private static double Time(SampleRun run, TensorValue[] row)
    {
        // The first run after another model's pays for the caches that one filled.
        run.Time(row);
        return run.Time(row).TotalMilliseconds;
    }
}
