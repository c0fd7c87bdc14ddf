using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Measures how far the outputs of INT8 models are from those that FP32 gave for rows that were held back, each part of each output by itself.</summary>
internal sealed class PartErrors
{
    private readonly AnsweredRows _heldBack;
    private readonly RunSettings _settings;
    private readonly OutputParts[] _parts;

    /// <param name="heldBack">The rows, at least one, and their answers.</param>
    /// <param name="settings">How many rows run at a time, and when to stop.</param>
    public PartErrors(AnsweredRows heldBack, RunSettings settings)
    {
        (_heldBack, _settings) = (heldBack, settings);
        _parts = [.. Enumerable.Range(0, heldBack.Answers[0].Length).Select(output => OutputParts.Find([.. heldBack.Answers.Select(answers => answers[output])]))];
    }

    /// <summary>What each part is called, in the order of <see cref="Measure"/>.</summary>
    public IReadOnlyList<string> Names =>
        [.. _parts.SelectMany((parts, output) => Enumerable.Range(0, parts.Count).Select(part => _heldBack.Answers[0][output].Name + parts.Name(part)))];

    /// <summary>Noise over signal of each part, the mean of each row removed.</summary>
    public double[] Measure(OnnxModel model)
    {
        using var run = new SampleRun(ComparedOutputs.Select(model), _settings);
        var outputs = new float[_heldBack.Rows.Length][][];
        Parallel.For(0, outputs.Length, _settings.Parallel, () => new Dictionary<int, float[]>(), Run, _ => { });
        return [.. _parts.SelectMany((parts, output) => Enumerable.Range(0, parts.Count).Select(part => Ratio(outputs, parts, output, part)))];

        Dictionary<int, float[]> Run(int row, ParallelLoopState state, Dictionary<int, float[]> unpacked)
        {
            outputs[row] = run.Outputs(_heldBack.Rows.Read(row, unpacked));
            return unpacked;
        }
    }

    private double Ratio(float[][][] outputs, OutputParts parts, int output, int part)
    {
        var noise = new OutputNoiseSum();
        for (int row = 0; row < outputs.Length; row++)
        {
            var answer = _heldBack.Answers[row][output];
            float[] expected = (float[])answer.Values;
            if (expected.Length == outputs[row][output].Length)
            {
                noise.Add(parts.Select(expected, answer.Shape, part), parts.Select(outputs[row][output], answer.Shape, part));
            }
        }

        return noise.Ratio;
    }
}
