using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Evaluation;

namespace Benchmarks.Ablation;

/// <summary>FP32's and INT8's outputs for test rows, compared.</summary>
internal sealed class OutputPair
{
    private readonly TestRow[] _rows;
    private readonly float[][] _expected;
    private readonly float[][] _actual;

    public OutputPair(TestRow[] rows, float[][] expected, float[][] actual)
    {
        (_rows, _expected, _actual) = (rows, expected, actual);
        var noise = new OutputNoiseSum();
        for (int i = 0; i < rows.Length; i++)
        {
            noise.Add(expected[i], actual[i]);
        }

        Sqnr = noise.Decibels;
        bool decides = rows[0].Image == null;
        Divergence = decides ? expected.Zip(actual, Relative).Average() : double.NaN;
        Agreement = decides ? ScoredRows.Share(expected.Zip(actual, (a, b) => ScoredRows.Top(a) == ScoredRows.Top(b))) : double.NaN;
        Loss = decides ? PairedDifference.Create(Hits(expected), Hits(actual)).ToString() : ImageLoss();
    }

    /// <summary>In decibels, the mean of each row removed.</summary>
    public double Sqnr { get; }

    /// <summary>The mean over the rows of the Kullback-Leibler divergence of INT8's probabilities from FP32's.</summary>
    public double Divergence { get; }

    /// <summary>The share of rows, in percent, of the same class.</summary>
    public double Agreement { get; }

    /// <summary>Points of accuracy, or decibels of PSNR, with the 95 % interval.</summary>
    public string Loss { get; }

    private static double Relative(float[] expected, float[] actual)
    {
        double[] log = LogProbabilities(expected);
        double[] other = LogProbabilities(actual);
        return log.Select((value, i) => Math.Exp(value) * (value - other[i])).Sum();
    }

    private static double[] LogProbabilities(float[] logits)
    {
        double largest = TensorPrimitives.Max<float>(logits);
        double sum = Math.Log(logits.Sum(value => Math.Exp(value - largest))) + largest;
        return Array.ConvertAll(logits, value => value - sum);
    }

    private bool[] Hits(float[][] outputs) => [.. _rows.Zip(outputs, (row, scores) => row.Label == ScoredRows.Top(scores))];

    private string ImageLoss()
    {
        double[] lost = [.. _rows.Select((row, i) => Peak(row.Image!, _expected[i]) - Peak(row.Image!, _actual[i]))];
        double mean = lost.Average();
        double half = 1.96 * Math.Sqrt(lost.Average(value => (value - mean) * (value - mean)) / lost.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} dB ({mean - half:0.000} to {mean + half:0.000})");
    }

    /// <summary>PSNR of values from 0 to 1.</summary>
    private static double Peak(float[] right, float[] made) =>
        -10 * Math.Log10(right.Zip(made, (a, b) => a - Math.Clamp(b, 0, 1)).Average(difference => (double)difference * difference));
}
