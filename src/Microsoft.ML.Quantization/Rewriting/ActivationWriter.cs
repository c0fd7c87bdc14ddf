using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Writes the QuantizeLinear and DequantizeLinear pair of an activation tensor.</summary>
internal sealed class ActivationWriter(GraphProto graph, NameScope names, QdqSettings settings)
{
    private readonly Dictionary<string, string> _dequantized = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Scale, string ZeroPoint)> _parameters = new(StringComparer.Ordinal);

    public QuantizationParameters ParametersOf(TensorPlan tensor) => settings.Activations[tensor.RangeOf];

    /// <summary>The name under which INT8 nodes read the tensor.</summary>
    public string Dequantized(string tensor)
    {
        if (!_dequantized.TryGetValue(tensor, out string? name))
        {
            _dequantized[tensor] = name = names.Unique(tensor + "_DequantizeLinear_Output");
        }

        return name;
    }

    public void DequantizeAs(string tensor, string name) => _dequantized[tensor] = name;

    public IEnumerable<NodeProto> Write(TensorPlan tensor, string source)
    {
        var (scale, zeroPoint) = Initializers(tensor);
        string quantized = names.Unique(tensor.Name + "_QuantizeLinear_Output");
        yield return QdqNodes.Quantize(names.Unique(tensor.Name + "_QuantizeLinear"), source, scale, zeroPoint, quantized);
        yield return QdqNodes.Dequantize(names.Unique(tensor.Name + "_DequantizeLinear"), quantized, scale, zeroPoint, Dequantized(tensor.Name));
    }

    /// <summary>Tensors with one scale share its initializers too.</summary>
    private (string Scale, string ZeroPoint) Initializers(TensorPlan tensor)
    {
        if (!_parameters.TryGetValue(tensor.RangeOf, out var written))
        {
            var parameters = ParametersOf(tensor);
            written = (names.Unique(tensor.RangeOf + "_scale"), names.Unique(tensor.RangeOf + "_zero_point"));
            graph.Initializer.Add(TensorData.Create<float>(written.Scale, [parameters.Scale], []));
            graph.Initializer.Add(QdqNodes.ZeroPoint(written.ZeroPoint, parameters));
            _parameters[tensor.RangeOf] = written;
        }

        return written;
    }
}
