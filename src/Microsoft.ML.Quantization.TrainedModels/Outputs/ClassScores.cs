namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>What the scores of the parts of a model become: one score, or a score a class by one of the formulas of one-versus-all.</summary>
internal enum ClassScores
{
    Single,
    Raw,
    Normalized,
    Softmax,
}
