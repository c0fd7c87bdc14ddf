namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What became of a stage.</summary>
internal enum StageState
{
    AsItWas,
    Exact,
    Rounded,
}
