namespace Microsoft.ML.Quantization.Chains;

/// <summary>A quantized stage that saves another one in its place, as a stage of ML.NET's own with other numbers in it.</summary>
internal interface ISavedAs
{
    ITransformer Saved { get; }
}
