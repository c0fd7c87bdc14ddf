using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A small model in a file of its own, deleted when done.</summary>
internal sealed class ModelFile : IDisposable
{
    public ModelFile(ModelProto model) => File.WriteAllBytes(Path, model.ToByteArray());

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"test-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(Path);
}
