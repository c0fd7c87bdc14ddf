using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

/// <summary>What ML.NET's own evaluators say of the same scores.</summary>
internal static class MlNetMetrics
{
    private static readonly MLContext Context = new(1);

    /// <summary>Of probabilities.</summary>
    public static MulticlassClassificationMetrics Multiclass(float[][] scores, int[] labels, int topK)
    {
        var columns = SchemaDefinition.Create(typeof(Row));
        columns["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, scores[0].Length);
        var rows = labels.Select((label, i) => new Row { Label = (uint)label, Score = scores[i], PredictedLabel = (uint)Array.IndexOf(scores[i], scores[i].Max()) });
        var keys = Enumerable.Range(0, scores[0].Length).Select(i => new KeyRow { Label = (uint)i }).ToArray();
        var view = Context.Data.LoadFromEnumerable(rows.ToArray(), columns);
        var mapping = Context.Transforms.Conversion.MapValueToKey(
            [new InputOutputColumnPair("Label"), new InputOutputColumnPair("PredictedLabel")], keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue, keyData: Context.Data.LoadFromEnumerable(keys));
        return Context.MulticlassClassification.Evaluate(mapping.Fit(view).Transform(view), topKPredictionCount: topK);
    }

    /// <summary>Of logits.</summary>
    public static BinaryClassificationMetrics Binary(float[] scores, int[] labels) => Context.BinaryClassification.EvaluateNonCalibrated(Context.Data.LoadFromEnumerable(
        labels.Select((label, i) => new BinaryRow { Label = label > 0, Score = scores[i], PredictedLabel = scores[i] > 0 }).ToArray()));

    public static RegressionMetrics Regression(float[] scores, float[] labels) =>
        Context.Regression.Evaluate(Context.Data.LoadFromEnumerable(labels.Select((label, i) => new NumberRow { Label = label, Score = scores[i] }).ToArray()));

    private sealed class KeyRow
    {
        public uint Label { get; set; }
    }

    private sealed class Row
    {
        public uint Label { get; set; }

        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }

    private sealed class BinaryRow
    {
        public bool Label { get; set; }

        public bool PredictedLabel { get; set; }

        public float Score { get; set; }
    }

    private sealed class NumberRow
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
