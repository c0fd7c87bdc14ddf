namespace Microsoft.ML.Quantization;

/// <summary>What the FP32 model teaches.</summary>
public enum DistillationKind
{
    /// <summary><see cref="Scores"/> where the model's first output is a score for each of several classes, else <see cref="Outputs"/>.</summary>
    Auto,

    /// <summary>The probabilities of the classes: Kullback-Leibler divergence (G. Hinton et al., "Distilling the Knowledge in a Neural Network", 2015).</summary>
    Scores,

    /// <summary>The values of the first output: mean squared error over their variance.</summary>
    Outputs,

    /// <summary>The input of the last layer with weights: mean squared error over its variance.</summary>
    Features,
}
