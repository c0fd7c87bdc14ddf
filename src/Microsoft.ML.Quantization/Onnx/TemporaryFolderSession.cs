using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A session over a model too big for one message: the model lives in a folder that goes away with the session.</summary>
internal sealed class TemporaryFolderSession : InferenceSession
{
    private readonly TemporaryFolder _folder;

    private TemporaryFolderSession(TemporaryFolder folder, string path, SessionOptions options)
        : base(path, options)
    {
        _folder = folder;
    }

    internal string Folder => _folder.Path;

    public static InferenceSession Open(OnnxModel model, SessionOptions options)
    {
        var folder = new TemporaryFolder();
        try
        {
            string path = folder.NewFile("model.onnx");
            OnnxModelWriter.Save(model, path);
            return OnnxRuntimeErrors.Guard(model.SourcePath, () => new TemporaryFolderSession(folder, path, options));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _folder.Dispose();
        }
    }
}
