namespace Microsoft.ML.Quantization;

/// <summary>What a quantizer made of a stage, or why it left it as it was.</summary>
public sealed class StageQuantization
{
    private StageQuantization(ITransformer? transformer, string explanation, bool isExact) => (Transformer, Explanation, IsExact) = (transformer, explanation, isExact);

    /// <summary>
    /// What takes the place of the stage: its output schema is the same for every input, and it saves itself as a stage of ML.NET's own, so that the model opens where this
    /// package is absent. It may keep the stage and use it. <see langword="null"/> where the stage stays.
    /// </summary>
    public ITransformer? Transformer { get; }

    /// <summary>One line for the report: what was made of the stage, or why it stays.</summary>
    public string Explanation { get; }

    /// <summary>Whether every value has to be the same bits as the stage gives. It is checked, and a stage that differs is not taken.</summary>
    public bool IsExact { get; }

    /// <summary>A stage that gives the same bits.</summary>
    /// <param name="transformer">What takes the place of the stage.</param>
    /// <param name="explanation">What was made of it, in one line.</param>
    /// <returns>The result.</returns>
    /// <example>
    /// <code>
    /// Func&lt;ITransformer, StageQuantization&gt; faster = stage =&gt; StageQuantization.Exact(stage, "100 trees, decided in bytes");
    /// </code>
    /// </example>
    public static StageQuantization Exact(ITransformer transformer, string explanation) => Create(transformer, explanation, isExact: true);

    /// <summary>A stage whose values are rounded.</summary>
    /// <param name="transformer">What takes the place of the stage.</param>
    /// <param name="explanation">What was made of it, and how far its values can be off, in one line.</param>
    /// <returns>The result.</returns>
    /// <example>
    /// <code>
    /// Func&lt;ITransformer, StageQuantization&gt; smaller = stage =&gt; StageQuantization.Rounded(stage, "weights in INT8, a scale a class");
    /// </code>
    /// </example>
    public static StageQuantization Rounded(ITransformer transformer, string explanation) => Create(transformer, explanation, isExact: false);

    /// <summary>A stage that stays as it is.</summary>
    /// <param name="reason">Why, in one line.</param>
    /// <returns>The result.</returns>
    /// <example>
    /// <code>
    /// var result = StageQuantization.Stays("it is not a predictor made of trees");
    /// </code>
    /// </example>
    public static StageQuantization Stays(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new StageQuantization(null, reason, isExact: true);
    }

    private static StageQuantization Create(ITransformer transformer, string explanation, bool isExact)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentException.ThrowIfNullOrWhiteSpace(explanation);
        return new StageQuantization(transformer, explanation, isExact);
    }
}
