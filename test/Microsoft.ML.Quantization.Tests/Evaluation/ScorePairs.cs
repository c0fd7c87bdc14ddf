using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

/// <summary>
/// Two models that give back one half of their input each, so that a row says what "FP32" and "INT8" score it with. The halves are of the
/// dimension after the batch.
/// </summary>
internal sealed class ScorePairs(int scores, long[]? places = null, string? last = null)
{
    private readonly long[] _shape = [1, 2 * scores, .. places ?? []];

    public OnnxModel Float => Half(0);

    public OnnxModel Quantized => Half(scores);

    public LabelledRow Row(float[] expected, float[] actual, params float[] label) => new([new TensorValue("x", (float[])[.. expected, .. actual], _shape)], label);

    public QuantizationEvaluation Evaluate(
        IEnumerable<LabelledRow> rows, bool? classes = null, EvaluationTask task = EvaluationTask.Auto, double level = 0.95) =>
        PairedEvaluator.Run(Float, Quantized, new LabelledRows(rows, classes == null ? null : "Label", classes == true), task, level);

    private OnnxModel Half(int start)
    {
        var builder = new ModelBuilder(13).Input("x", _shape)
            .Weights("from", [start], 1).Weights("to", [start + scores], 1).Weights("axes", [1L], 1)
            .Node("Slice", "x from to axes", last == null ? "y" : "s");
        return (last == null ? builder : builder.Node(last, "s", "y")).Output("y").Model();
    }
}
