namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Rows that are not all there are, or not without gaps.</summary>
internal interface IPlacedRows
{
    /// <summary>The place, among all rows, of the row that was read last.</summary>
    long Place { get; }
}
