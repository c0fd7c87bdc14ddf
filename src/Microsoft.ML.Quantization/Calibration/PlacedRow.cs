using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>A row and where it stands.</summary>
/// <param name="Place">Its place among all calibration rows, those of other shards too, from 0.</param>
/// <param name="Values">The values of the model's inputs.</param>
internal readonly record struct PlacedRow(long Place, TensorValue[] Values)
{
    /// <summary>How many values it has.</summary>
    public long Elements => Values.Sum(value => value.Values.LongLength);
}
