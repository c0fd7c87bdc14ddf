using System.Collections.Concurrent;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>The errors of an INT8 model row by row, see <see cref="PartErrors"/>.</summary>
/// <param name="rows">The rows and FP32's answers.</param>
/// <param name="parts">The parts of each output.</param>
/// <param name="model">Makes the model.</param>
/// <param name="settings">How many rows run at a time, and when to stop.</param>
internal sealed class RowErrors(AnsweredRows rows, IReadOnlyList<OutputParts> parts, Func<OnnxModel> model, RunSettings settings) : IRowErrors
{
    private const ulong Seed = 29;

    /// <summary>By a number that is drawn for each place, as neighbours are often alike.</summary>
    private readonly int[] _order = [.. Enumerable.Range(0, rows.Rows.Length).OrderBy(place => SplitMix.At(Seed, place))];

    /// <summary>By place and part.</summary>
    private readonly RowNoise[]?[] _noise = new RowNoise[]?[rows.Rows.Length];

    /// <summary>Arrays that packed rows are read into, of one thread at a time.</summary>
    private readonly ConcurrentBag<Dictionary<int, float[]>> _unpacked = [];

    private int[] _places = [];
    private SampleRun? _run;
    private int _done;

    public int Rows => _order.Length;

    public double[] Measure(int rows, int without = -1)
    {
        Run(rows);
        int left = without < 0 ? -1 : _order[without];

        // In the order of their places, so that all rows give what they give in one go.
        _places = _places.Length == rows ? _places : [.. _order.Take(rows).Order()];
        var ratios = new double[_noise[_order[0]]!.Length];
        for (int part = 0; part < ratios.Length; part++)
        {
            var sum = new OutputNoiseSum();
            foreach (int place in _places)
            {
                if (place != left)
                {
                    sum.Add(_noise[place]![part]);
                }
            }

            ratios[part] = sum.Ratio;
        }

        return ratios;
    }

    public void Close()
    {
        _run?.Dispose();
        _run = null;
        _unpacked.Clear();
    }

    private void Run(int rows)
    {
        if (rows <= _done)
        {
            return;
        }

        _run ??= new SampleRun(ComparedOutputs.Select(model()), settings);
        var run = _run;
        Parallel.For(
            _done,
            rows,
            settings.Parallel,
            () => _unpacked.TryTake(out var unpacked) ? unpacked : [],
            (i, _, unpacked) =>
            {
                _noise[_order[i]] = Measured(_order[i], run, unpacked);
                return unpacked;
            },
            _unpacked.Add);
        _done = rows;
        if (rows == Rows)
        {
            Close();
        }
    }

    private RowNoise[] Measured(int place, SampleRun run, Dictionary<int, float[]> unpacked)
    {
        float[][] outputs = run.Outputs(rows.Rows.Read(place, unpacked));
        return [.. parts.SelectMany((each, output) => Enumerable.Range(0, each.Count).Select(part => Noise(rows.Answers[place][output], outputs[output], each, part)))];
    }

    /// <summary>Of an output of another shape nothing is counted.</summary>
    private static RowNoise Noise(TensorValue answer, float[] output, OutputParts parts, int part)
    {
        float[] expected = (float[])answer.Values;
        return expected.Length == output.Length ? RowNoise.Measure(parts.Select(expected, answer.Shape, part), parts.Select(output, answer.Shape, part)) : default;
    }
}
