using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>How an ONNX operator is written.</summary>
/// <param name="Write">Emits what computes a node's outputs and gives those values, as many as the form has.</param>
internal sealed record CoreMLForm(Func<NodeWriter, MilTensor[]> Write)
{
    public CoreMLForm(Func<NodeWriter, MilTensor> write)
        : this(node => [write(node)])
    {
    }
}
