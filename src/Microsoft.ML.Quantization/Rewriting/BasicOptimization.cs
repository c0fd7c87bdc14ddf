using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Runs ONNX Runtime's Basic optimization level on a model and reads back what it makes of it.</summary>
internal static class BasicOptimization
{
    public static OnnxModel Run(OnnxModel model)
    {
        var folder = new TemporaryFolder();
        bool keepFolder = false;
        try
        {
            string path;
            using (var options = new SessionOptions())
            {
                options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC;
                options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
                options.IntraOpNumThreads = 1;
                path = OptimizedFile.Request(options, folder, model.WeightBytes > model.InlineLimit);
                model.OpenSession(options).Dispose();
            }

            OnnxModel optimized = OnnxModelReader.Load(path, model.InlineLimit);
            keepFolder = optimized.DataFolder != null;
            return new OnnxModel(optimized.Proto, model.SourcePath, optimized.DataFolder, keepFolder ? folder : null)
            {
                InlineLimit = model.InlineLimit,
            };
        }
        finally
        {
            if (!keepFolder)
            {
                folder.Dispose();
            }
        }
    }
}
