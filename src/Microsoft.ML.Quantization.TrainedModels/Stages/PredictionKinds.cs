using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Tells from the annotations and types of the columns that ML.NET's predictor adds what they hold.</summary>
internal static class PredictionKinds
{
    private const string ValueKind = "ScoreValueKind";

    /// <exception cref="InvalidOperationException">A column is one that is not known.</exception>
    public static PredictionKind[] Read(DataViewSchema input, DataViewSchema output, TreeModel model)
    {
        if (output.Count <= input.Count || !input.Select(column => column.Name).SequenceEqual(output.Take(input.Count).Select(column => column.Name)))
        {
            throw new InvalidOperationException("its columns do not follow those of its input");
        }

        return [.. output.Skip(input.Count).Select(column => Kind(column, model)
            ?? throw new InvalidOperationException($"its column '{column.Name}' of type {column.Type} is of a kind that is not known"))];
    }

    private static PredictionKind? Kind(DataViewSchema.Column column, TreeModel model)
    {
        bool single = model.ClassScores == ClassScores.Single;
        return (ReadKind(column), column.Type) switch
        {
            ("Score", NumberDataViewType type) when single && type == NumberDataViewType.Single => PredictionKind.Score,
            ("Score", VectorDataViewType type) when !single && type.ItemType == NumberDataViewType.Single && type.Size == model.ScoreCount => PredictionKind.Scores,
            ("Probability", NumberDataViewType type) when model.Probability != null && type == NumberDataViewType.Single => PredictionKind.Probability,
            ("PredictedLabel", BooleanDataViewType) when single => PredictionKind.Label,
            ("PredictedLabel", KeyDataViewType type) when !single && type.RawType == typeof(uint) && type.Count == (ulong)model.ScoreCount => PredictionKind.LabelKey,
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
