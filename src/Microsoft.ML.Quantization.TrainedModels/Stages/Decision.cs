using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>How scores become the predicted label, as ML.NET's scorers decide.</summary>
/// <param name="Threshold">Of a model with one score: the score above which the label is true.</param>
internal sealed record Decision(float Threshold)
{
    private const string ThresholdField = "Threshold";
    private const string ThresholdColumnField = "ThresholdColumn";
    private const string DefaultScore = "Score";

    public bool IsTrue(float score) => score > Threshold;

    /// <summary>The key of the largest score, the first of equal ones; 0, which is a missing key, where all are NaN.</summary>
    public static uint Key(ReadOnlySpan<float> scores)
    {
        int largest = -1;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!float.IsNaN(scores[i]) && (largest < 0 || scores[i] > scores[largest]))
            {
                largest = i;
            }
        }

        return (uint)(largest + 1);
    }

    /// <summary>
    /// The threshold of a stage, which ML.NET keeps to itself: a user may have changed it. A test guards that it is still where this looks.
    /// </summary>
    public static bool TryRead(ITransformer stage, [NotNullWhen(true)] out Decision? decision, [NotNullWhen(false)] out string? reason)
    {
        (decision, reason) = (new Decision(0), null);
        var type = stage.GetType();
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(BinaryPredictionTransformer<>))
        {
            return true;
        }

        if (Read(stage, ThresholdField) is float threshold && Read(stage, ThresholdColumnField) is DefaultScore)
        {
            decision = new Decision(threshold);
            return true;
        }

        (decision, reason) = (null, "its threshold is not one on the score");
        return false;
    }

    private static object? Read(ITransformer stage, string field) => stage.GetType().GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(stage);
}
