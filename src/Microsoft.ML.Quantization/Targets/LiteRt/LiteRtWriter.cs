using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

namespace Microsoft.ML.Quantization.Targets.LiteRt;

/// <summary>Writes <c>.tflite</c> files.</summary>
internal sealed class LiteRtWriter(LiteRtOptions options) : TargetWriter
{
    public override bool TakesAnyModel => true;

    public override void Save(OnnxModel model, string path)
    {
        byte[] file = LiteRtFile.Write(LiteRtConverter.Convert(model, options));
        AtomicFile.Write(path, stream => stream.Write(file));
    }
}
