using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Quantization;

/// <summary>
/// Quantizes one kind of stage of a trained model. A package brings one for what it can do, and <see cref="QuantizationCatalog.With"/> makes it known.
/// </summary>
public interface IStageQuantizer
{
    /// <summary>Quantizes a stage, where it is one of the kind.</summary>
    /// <param name="context">The context.</param>
    /// <param name="stage">A stage of a trained model; never a chain of stages.</param>
    /// <param name="quantized">
    /// What takes the place of <paramref name="stage"/>: its output schema is the same for every input, and it saves itself as <paramref name="stage"/> would, so that the
    /// model opens where this package is absent. It may keep <paramref name="stage"/> and use it. <see langword="null"/> where the stage is to stay.
    /// </param>
    /// <param name="explanation">One line for the report: what was made of the stage, or why it stays.</param>
    /// <returns>Whether it was quantized.</returns>
    /// <example>
    /// <code>
    /// Func&lt;IStageQuantizer, ITransformer, string&gt; describe = (quantizer, stage) =&gt;
    ///     quantizer.TryQuantize(mlContext, stage, out _, out string explanation) ? $"quantized: {explanation}" : $"stays: {explanation}";
    /// </code>
    /// </example>
    bool TryQuantize(MLContext context, ITransformer stage, [NotNullWhen(true)] out ITransformer? quantized, out string explanation);
}
