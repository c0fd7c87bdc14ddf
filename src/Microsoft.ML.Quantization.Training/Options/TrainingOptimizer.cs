namespace Microsoft.ML.Quantization;

/// <summary>How weights follow their gradients.</summary>
public enum TrainingOptimizer
{
    /// <summary>Adam (D. P. Kingma and J. Ba, ICLR 2015), weight decay being part of the gradient.</summary>
    Adam,

    /// <summary>Adam with weight decay apart from the gradient (I. Loshchilov and F. Hutter, ICLR 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}
