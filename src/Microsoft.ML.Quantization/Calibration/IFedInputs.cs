namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Rows that may leave out inputs of the model which the wanted outputs do not need.</summary>
internal interface IFedInputs
{
    /// <summary>The inputs that a row has values for.</summary>
    IReadOnlyCollection<string> InputNames { get; }
}
