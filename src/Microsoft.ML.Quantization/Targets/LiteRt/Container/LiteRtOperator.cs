namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>One use of an operator.</summary>
/// <param name="Code">The operator.</param>
/// <param name="Version">The version that it needs.</param>
/// <param name="Inputs">The tensors that it reads, in order.</param>
/// <param name="Outputs">The tensors that it makes, one but for those that split.</param>
/// <param name="Options">Its settings; <see langword="null"/> where the operator has none.</param>
internal sealed record LiteRtOperator(LiteRtCode Code, int Version, LiteRtTensor[] Inputs, LiteRtTensor[] Outputs, OperatorOptions? Options)
{
    /// <summary>The first tensor that it makes.</summary>
    public LiteRtTensor Output => Outputs[0];
}
