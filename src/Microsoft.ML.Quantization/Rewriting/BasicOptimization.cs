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
            RenameNewInitializers(optimized.Graph, model.Graph);
            return model.Moved(optimized.Proto, optimized.DataFolder, keepFolder ? folder : null);
        }
        finally
        {
            if (!keepFolder)
            {
                folder.Dispose();
            }
        }
    }

    /// <summary>
    /// Gives initializers that ONNX Runtime made names that it does not make: it would make the same ones again for a later form of the model, and
    /// refuse that with "attempt to replace the existing tensor".
    /// </summary>
    private static void RenameNewInitializers(GraphProto optimized, GraphProto original)
    {
        var known = original.Initializer.Select(initializer => initializer.Name).ToHashSet(StringComparer.Ordinal);
        var added = optimized.Initializer.Select(initializer => initializer.Name).Where(name => !known.Contains(name)).ToArray();
        if (added.Length > 0)
        {
            var outputs = optimized.Output.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
            var names = new NameScope(optimized);
            TensorRenaming.Rename(optimized, added.Where(name => !outputs.Contains(name)).ToDictionary(name => name, name => names.Unique(name + "_prepared")));
        }
    }
}
