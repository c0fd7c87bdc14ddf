namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>What the scores of the parts of a model become: one score, or a score a class by one of ML.NET's formulas.</summary>
internal enum ClassScores
{
    Single,

    /// <summary>One score, of which e to its power is taken.</summary>
    Exponential,

    Raw,

    /// <summary>Calibrated, then made to sum to one.</summary>
    Normalized,

    /// <summary>The softmax of one-versus-all.</summary>
    Softmax,

    /// <summary>The softmax of maximum entropy models.</summary>
    MaximumEntropy,
}
