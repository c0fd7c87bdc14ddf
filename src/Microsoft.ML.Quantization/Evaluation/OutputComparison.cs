using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>How far INT8 outputs are from FP32 ones over some rows.</summary>
internal sealed class OutputComparison
{
    private double _signal;
    private double _noise;
    private int _agreed;

    public int Rows { get; private set; }

    /// <summary>NaN where there are no rows.</summary>
    public double Agreement => (double)_agreed / Rows;

    /// <summary>In decibels; positive infinity where the outputs are equal, NaN where there are none.</summary>
    public double Sqnr => 10 * Math.Log10(_signal / _noise);

    public static OutputComparison Of(SampleRun first, SampleRun second, IEnumerable<TensorValue[]> rows)
    {
        var comparison = new OutputComparison();
        foreach (var row in rows)
        {
            comparison.Add(first.Outputs(row), second.Outputs(row));
        }

        return comparison;
    }

    private void Add(float[][] expected, float[][] actual)
    {
        Rows++;
        if (expected.Length == 0 || TensorPrimitives.IndexOfMax<float>(expected[0]) == TensorPrimitives.IndexOfMax<float>(actual[0]))
        {
            _agreed++;
        }

        for (int i = 0; i < expected.Length; i++)
        {
            // What is not finite in FP32 cannot be kept by INT8, and would leave no number of the rest.
            foreach (var (want, have) in expected[i].Zip(actual[i]).Where(pair => float.IsFinite(pair.First)))
            {
                _signal += (double)want * want;
                _noise += ((double)want - have) * ((double)want - have);
            }
        }
    }
}
