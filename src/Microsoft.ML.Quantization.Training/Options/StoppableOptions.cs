namespace Microsoft.ML.Quantization.Training.Options;

/// <summary>Options that several may cancel: every part of a training asks one token.</summary>
internal sealed class StoppableOptions : IDisposable
{
    private readonly CancellationTokenSource _any;

    /// <param name="options">How to train.</param>
    /// <param name="other">Stops it too.</param>
    public StoppableOptions(QuantizationAwareTrainingOptions options, CancellationToken other = default)
    {
        _any = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, options.Quantization.CancellationToken, other);
        Options = options with { CancellationToken = _any.Token, Quantization = options.Quantization with { CancellationToken = _any.Token } };
    }

    public QuantizationAwareTrainingOptions Options { get; }

    public void Dispose() => _any.Dispose();
}
