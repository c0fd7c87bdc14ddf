using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

/// <summary>What ONNX Runtime makes of a model before it changes layouts.</summary>
internal static class OptimizedGraph
{
    public static GraphIndex Read(OnnxModel model)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("optimized.onnx");
        using var options = new SessionOptions
        {
            OptimizedModelFilePath = file,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var session = model.OpenSession(options);
        return new GraphIndex(ModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).Graph);
    }

    public static NodeProto Node(this GraphIndex graph, string name) => graph.Graph.Node.Single(node => node.Name == name);
}
