using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>How an output holds numbers for each place.</summary>
/// <param name="Output">The output.</param>
/// <param name="Columns">How many numbers a place has.</param>
/// <param name="IsTransposed">Whether the numbers of a place are not beside each other.</param>
internal sealed record PlaceLayout(string Output, int Columns, bool IsTransposed)
{
    public PlaceTable Table(IEnumerable<OutputValue> outputs)
    {
        string name = Output;
        return new PlaceTable(outputs.First(output => output.Name == name).Values, Columns, IsTransposed);
    }
}
