namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A column and the model tensor it feeds or is filled from.</summary>
internal sealed record MappedColumn(string Name, TensorSignature Tensor)
{
    /// <summary>A stock OnnxTransformer publishes an output of this ending without it.</summary>
    public const string OutputSuffix = ".output";

    /// <summary>Of an output: the column that a stock OnnxTransformer makes of it.</summary>
    public string Published => Name == Tensor.Name ? Short : Name;

    /// <summary>
    /// Of an output: what a graph calls it that a stock OnnxTransformer is to make the column of. An output that is published without its ending
    /// may bear the name of an input then, as in models that ML.NET exports.
    /// </summary>
    public string GraphName => Name == Short ? Tensor.Name : Name;

    private string Short => Tensor.Name.EndsWith(OutputSuffix, StringComparison.Ordinal) ? Tensor.Name.Replace(OutputSuffix, "", StringComparison.Ordinal) : Tensor.Name;
}
