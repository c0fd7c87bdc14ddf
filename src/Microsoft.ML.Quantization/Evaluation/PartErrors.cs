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
        var errors = ByRow(() => model);
        try
        {
            return errors.Measure(_heldBack.Rows.Length);
        }
        finally
        {
            errors.Close();
        }
    }

    /// <summary>The same as rows are asked for.</summary>
    /// <param name="model">Makes the model, when it is to run.</param>
    public RowErrors ByRow(Func<OnnxModel> model) => new(_heldBack, _parts, model, _settings);
}
