using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The FP32 model of one of ML.NET's stages as a file: the one that the stage was made from, or a temporary one where that is gone or says less than the stage.</summary>
internal sealed class StageModelFile : IDisposable
{
    private readonly TemporaryFolder? _folder;

    private StageModelFile(string path, TemporaryFolder? folder) => (Path, _folder) = (path, folder);

    public string Path { get; }

    /// <exception cref="InvalidDataException">What the stage holds is no model that can be read.</exception>
    public static StageModelFile Create(MLContext context, OnnxTransformer stage)
    {
        byte[] bytes = StockParts.BytesOf(stage) ?? StockTransformer.Bytes(context, stage);
        string? source = StockParts.FileOf(stage) is { } path && Holds(path, bytes) ? path : null;
        var folder = new TemporaryFolder();
        try
        {
            string file = source ?? Written(folder, bytes);
            using var model = OnnxModelReader.Load(file);
            if (GivenShapes.Write(model.Graph, StockParts.InputShapes(stage)))
            {
                file = folder.File("sized.onnx");
                OnnxModelWriter.Save(model, file);
            }

            if (file != source)
            {
                return new StageModelFile(file, folder);
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        folder.Dispose();
        return new StageModelFile(source, null);
    }

    public void Dispose() => _folder?.Dispose();

    private static string Written(TemporaryFolder folder, byte[] bytes)
    {
        string file = folder.NewFile("model.onnx");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    /// <summary>Whether a file still is what was read from it.</summary>
    private static bool Holds(string path, byte[] bytes)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
