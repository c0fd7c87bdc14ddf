using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The graph that ONNX Runtime makes of a model before it runs it on this machine.</summary>
internal static class RuntimeGraph
{
    public static GraphProto Read(OnnxModel model)
    {
        using var folder = new TemporaryFolder();
        string file;
        using (var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = 1, InterOpNumThreads = 1 })
        {
            // The graph is all that is wanted.
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
            file = OptimizedFile.Request(options, folder, weightsApart: true);
            model.OpenSession(options).Dispose();
        }

        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).Graph;
    }
}
