using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Calibration rows whose arrays are used again: new ones for each row would be garbage faster than it is collected, and memory
/// would grow with the rows.
/// </summary>
internal interface IRecycledRows : IEnumerable<TensorValue[]>
{
    /// <summary>Takes back a row that nobody looks at any more. May be called on any thread; a row that is kept is not given back.</summary>
    void Recycle(TensorValue[] row);
}
