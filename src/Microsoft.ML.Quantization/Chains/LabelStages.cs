using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>
/// The stages that data without labels does not fit, as the mapping of the label to a key in front of a trainer: no prediction needs what they give. ML.NET asks for the
/// label's column all the same, rows to quantize on need not have it.
/// </summary>
internal static class LabelStages
{
    /// <param name="model">The model.</param>
    /// <param name="schema">The columns of the data.</param>
    /// <returns>The stages to go around; none where the data fits all of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type, that a prediction needs.</exception>
    public static HashSet<ITransformer> Find(ITransformer model, DataViewSchema schema)
    {
        var around = new HashSet<ITransformer>(ReferenceEqualityComparer.Instance);
        ExceptionDispatchInfo? first = null;
        bool predicts = false;
        foreach (var stage in ChainParts.Stages(model))
        {
            try
            {
                schema = stage.GetOutputSchema(schema);
                predicts |= IsPredictor(stage);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                first ??= ExceptionDispatchInfo.Capture(e);
                around.Add(stage);
                if (IsPredictor(stage))
                {
                    first.Throw();
                }
            }
        }

        if (!predicts)
        {
            first?.Throw();
        }

        return around;
    }

    /// <summary>Whether a stage is what a trainer made.</summary>
    public static bool IsPredictor(ITransformer stage) => stage is IPredictionTransformer<object>;
}
