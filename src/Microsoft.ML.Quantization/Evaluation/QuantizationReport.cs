namespace Microsoft.ML.Quantization;

/// <summary>What a quantization did to a model and what was gained by it.</summary>
public sealed class QuantizationReport
{
    internal QuantizationReport()
    {
    }
}
