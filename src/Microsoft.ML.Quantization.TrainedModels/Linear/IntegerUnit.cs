namespace Microsoft.ML.Quantization.TrainedModels.Linear;

/// <summary>The weights of one score in INT8: each is an integer times the step, exactly, also as a float.</summary>
/// <param name="Values">The integers of the stored weights; no number but 1 divides all of them.</param>
/// <param name="Indices">The features that are stored, as in <see cref="LinearUnit"/>.</param>
/// <param name="Step">The scale; 0 where all weights are 0.</param>
/// <param name="Bias">What is added to the sum.</param>
internal sealed record IntegerUnit(sbyte[] Values, int[]? Indices, float Step, float Bias)
{
    public int Feature(int stored) => Indices == null ? stored : Indices[stored];

    /// <summary>The weights that are not 0.</summary>
    public IEnumerable<(int Feature, sbyte Value)> NonZero() => Enumerable.Range(0, Values.Length).Where(i => Values[i] != 0).Select(i => (Feature(i), Values[i]));

    public LinearUnit ToFloats() => new([.. Values.Select(value => value * Step)], Indices, Bias);
}
