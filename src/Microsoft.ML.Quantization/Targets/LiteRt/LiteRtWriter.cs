using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

namespace Microsoft.ML.Quantization.Targets.LiteRt;

/// <summary>Writes <c>.tflite</c> files.</summary>
internal sealed class LiteRtWriter(LiteRtOptions options) : TargetWriter
{
    public override void Save(OnnxModel model, string path) => SaveDescribed(model, path);

    public override WrittenModel SaveDescribed(OnnxModel model, string path)
    {
        var file = LiteRtConverter.Convert(model, options);
        byte[] bytes = LiteRtFile.Write(file);
        AtomicFile.Write(path, stream => stream.Write(bytes));
        return new WrittenModel(bytes.Length, file.Nodes);
    }

    public override WrittenModel Describe(OnnxModel model)
    {
        var file = LiteRtConverter.Convert(model, options);
        return new WrittenModel(LiteRtFile.Write(file).Length, file.Nodes);
    }

    /// <summary>Any, as far as it goes: what has no INT8 range there computes in FP32.</summary>
    public override OnnxModel Adopt(OnnxModel model, TargetNumbers own, TargetNumbers made) => model;
}
