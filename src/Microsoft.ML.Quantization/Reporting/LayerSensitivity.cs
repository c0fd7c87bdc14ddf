using System.Globalization;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization;

/// <summary>What one layer of a model contributes to the error that INT8 makes in its output.</summary>
public sealed class LayerSensitivity
{
    internal LayerSensitivity(string nodeName, string operatorType, double errorShare, double sqnr) =>
        (NodeName, OperatorType, ErrorShare, Sqnr) = (nodeName, operatorType, errorShare, sqnr);

    /// <summary>The node's name after constants and BatchNormalization were folded, as <see cref="QuantizationOptions.ExcludedNodes"/> takes it.</summary>
    public string NodeName { get; }

    /// <summary>The ONNX operator.</summary>
    public string OperatorType { get; }

    /// <summary>
    /// The share, 0 to 1, of the error: the squared output error where only this node runs in INT8, in the sum of those of all layers.
    /// It is the square of the mean distance over the rows, so that a few rows with values beyond all ranges do not decide it.
    /// </summary>
    public double ErrorShare { get; }

    /// <summary>The signal-to-quantization-noise ratio of the outputs in decibels where only this node runs in INT8, its inputs and output quantized, before a last Softmax or Sigmoid; infinite where that changes nothing.</summary>
    public double Sqnr { get; }

    /// <summary>The layer in a line.</summary>
    /// <returns>A text like "conv1 (Conv): 12.3 % of the output error, 31.2 dB alone".</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{ForeignText.Line(NodeName)} ({ForeignText.Line(OperatorType)}): {ErrorShare:0.0 %} of the output error, {Sqnr:0.0} dB alone");
}
