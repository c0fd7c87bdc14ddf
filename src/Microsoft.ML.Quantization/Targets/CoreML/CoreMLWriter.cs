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
    public override OnnxModel Adopt(OnnxModel model, TargetNumbers own, TargetNumbers made) => model;

    public override void Save(OnnxModel model, string path)
    {
        var package = CoreMLConverter.Convert(model, options);
        PackageFolder.Write(path, package.Write);
    }

    public override WrittenModel Describe(OnnxModel model)
    {
        using var folder = new TemporaryFolder();
        CoreMLConverter.Convert(model, options).Write(folder.Path);
        return Written(folder.Path);
    }

    public override WrittenModel SaveDescribed(OnnxModel model, string path)
    {
        Save(model, path);
        return Written(path);
    }

    private static WrittenModel Written(string folder) => new(new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), null);
}
