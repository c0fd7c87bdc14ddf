using Microsoft.ML.Calibrators;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>What the report calls a stage: its kind, without the words that all kinds share.</summary>
internal static class StageName
{
    private static readonly string[] Shared = ["ModelParameters", "Transformer", "Transform", "Estimator"];

    public static string Create(ITransformer stage) => Short(stage is IPredictionTransformer<object> predictor ? Predictor(predictor.Model) : stage.GetType());

    private static Type Predictor(object model) => model is CalibratedModelParametersBase calibrated ? Predictor(calibrated.SubModel) : model.GetType();

    private static string Short(Type type)
    {
        // FeaturizeText's is a "Transformer" inside of its estimator.
        type = type.Name == Shared[1] && type.DeclaringType != null ? type.DeclaringType : type;
        string name = type.Name.Split('`')[0];
        string? ending = Array.Find(Shared, ending => name.EndsWith(ending, StringComparison.Ordinal) && name.Length > ending.Length);
        return ending == null ? name : name[..^ending.Length];
    }
}
