using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Tells from the annotations and types of the columns that ML.NET's predictor adds what they hold.</summary>
internal static class PredictionKinds
{
    private const string ValueKind = "ScoreValueKind";

    /// <summary>The kinds of the columns that are added; <see langword="null"/> where they do not all follow those of the input, as where one hides a namesake, or one is not known.</summary>
    public static PredictionKind[]? Read(DataViewSchema input, DataViewSchema output, PredictorOutputs outputs)
    {
        bool follow = output.Count > input.Count && input.Select(column => column.Name).SequenceEqual(output.Take(input.Count).Select(column => column.Name));
        PredictionKind?[] kinds = follow ? [.. output.Skip(input.Count).Select(column => Kind(column, outputs))] : [null];
        return Array.Exists(kinds, kind => kind == null) ? null : [.. kinds.Select(kind => kind!.Value)];
    }

    private static PredictionKind? Kind(DataViewSchema.Column column, PredictorOutputs outputs)
    {
        bool single = outputs.IsSingle;
        return (ReadKind(column), column.Type) switch
        {
            ("Score", NumberDataViewType type) when single && type == NumberDataViewType.Single => PredictionKind.Score,
            ("Score", VectorDataViewType type) when !single && type.ItemType == NumberDataViewType.Single && type.Size == outputs.ScoreCount => PredictionKind.Scores,
            ("Probability", NumberDataViewType type) when outputs.Probability != null && type == NumberDataViewType.Single => PredictionKind.Probability,
            ("PredictedLabel", BooleanDataViewType) when single => PredictionKind.Label,
            ("PredictedLabel", KeyDataViewType type) when !single && type.RawType == typeof(uint) && type.Count == (ulong)outputs.ScoreCount => PredictionKind.LabelKey,
            _ => null,
        };
    }

    private static string? ReadKind(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(ValueKind) is not { Type: TextDataViewType })
        {
            return null;
        }

        ReadOnlyMemory<char> kind = default;
        column.Annotations.GetValue(ValueKind, ref kind);
        return kind.ToString();
    }
}
