namespace Microsoft.ML.Quantization.Comparison;

/// <summary>What a comparison calls the model as it is, and the others.</summary>
/// <param name="Line">The line of the model as it is.</param>
/// <param name="Reference">The model as it is, in a sentence.</param>
/// <param name="Other">The others.</param>
internal sealed record ComparedWords(string Line, string Reference, string Other)
{
    public static ComparedWords OfOnnx { get; } = new(MeasuredMethods.Float, MeasuredMethods.Float, "INT8");

    public static ComparedWords OfTrained { get; } = new("as trained", "the trained model", "quantization");
}
