using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>The scores of some rows, and getters of the columns that are made of them.</summary>
internal sealed class PredictionColumns(float[] scores, PredictorOutputs outputs, Decision decision, PredictionKind[] kinds)
{
    private readonly int _count = outputs.ScoreCount;

    /// <summary>One row's scores behind the other's.</summary>
    public float[] Scores => scores;

    public Delegate Getter(int output, Func<int> slot) => kinds[output] switch
    {
        PredictionKind.Score => (ValueGetter<float>)((ref float value) => value = scores[slot()]),
        PredictionKind.Probability => (ValueGetter<float>)((ref float value) => value = outputs.Probability!.Probability(scores[slot()])),
        PredictionKind.Label => (ValueGetter<bool>)((ref bool value) => value = decision.IsTrue(scores[slot()])),
        PredictionKind.LabelKey => (ValueGetter<uint>)((ref uint value) => value = Decision.Key(Row(slot()))),
        _ => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var row = Row(slot());
            var editor = VBufferEditor.Create(ref value, row.Length);
            row.CopyTo(editor.Values);
            value = editor.Commit();
        }),
    };

    private ReadOnlySpan<float> Row(int slot) => scores.AsSpan(slot * _count, _count);
}
