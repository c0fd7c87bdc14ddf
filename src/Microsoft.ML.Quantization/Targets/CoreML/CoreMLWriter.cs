using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.CoreML.Conversion;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML;

/// <summary>Writes <c>.mlpackage</c> folders.</summary>
internal sealed class CoreMLWriter(CoreMLOptions options) : TargetWriter
{
    /// <inheritdoc/>
    /// <remarks>It refuses, by the tensor's name, activations that are not symmetric.</remarks>
    public override bool TakesAnyModel => true;

    public override void Save(OnnxModel model, string path)
    {
        var package = CoreMLConverter.Convert(model, options);
        PackageFolder.Write(path, package.Write);
    }
}
