using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>How far one output is from FP32's over some rows.</summary>
internal sealed class OutputMeasure
{
    private readonly OutputNoiseSum _noise = new();
    private readonly string _name;
    private readonly bool _isFloat;
    private readonly bool _isProbability;
    private readonly bool _isDecision;
    private readonly PartNoise? _parts;
    private double _agreed;
    private int _rows;

    /// <param name="first">The output for the first row.</param>
    /// <param name="model">The FP32 model.</param>
    /// <param name="inputLength">The values of that row's largest input: an output as long as it is no choice of classes.</param>
    public OutputMeasure(OutputValue first, OnnxModel model, int inputLength)
    {
        (_name, _isFloat) = (first.Name, first.IsFloat);
        var form = _isFloat ? OutputForm.Read(model, first) : new OutputForm(first.Name, first.Shape, ScoreEnding.Unknown);
        bool isVector = form.IsVector;
        _isProbability = _isFloat && first.Values.Length == 1 && form.Ending == ScoreEnding.Probabilities;
        _isDecision = !_isFloat || _isProbability || (isVector && first.Values.Length > 1 && first.Values.Length != inputLength);

        // What one layer makes a vector of is a score for each class.
        _parts = _isFloat && !(isVector && form.Ending != ScoreEnding.Unknown) && !OneKind.Holds(new GraphIndex(model.Graph), first.Name) ? new PartNoise(first.Shape) : null;
    }

    public OutputReport Report => new(_name)
    {
        Sqnr = _isFloat ? _noise.Decibels : double.NaN,
        Agreement = _agreed / _rows,
        IsDecision = _isDecision,
        Rows = _rows,
        Parts = _parts?.Reports(_name) ?? [],
    };

    public void Add(OutputValue expected, float[] actual) => Add(expected.Values, actual, expected);

    private void Add(float[] expected, float[] actual, OutputValue value)
    {
        _rows++;
        if (expected.Length != actual.Length)
        {
            return; // its size depends on the values, and no value has a counterpart
        }

        _agreed += Agreement(expected, actual);
        if (_isFloat)
        {
            _noise.Add(expected, actual);
            _parts?.Add(value, actual);
        }
    }

    private double Agreement(float[] expected, float[] actual)
    {
        if (expected.Length == 0)
        {
            return 1;
        }

        if (!_isFloat)
        {
            return expected.Zip(actual).Count(pair => pair.First == pair.Second) / (double)expected.Length;
        }

        bool same = _isProbability
            ? expected[0] > 0.5f == actual[0] > 0.5f
            : TensorPrimitives.IndexOfMax<float>(expected) == TensorPrimitives.IndexOfMax<float>(actual);
        return same ? 1 : 0;
    }
}
