using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Generated.Fits;

/// <summary>What ONNX Runtime makes of a file, read without the library's own reader of it.</summary>
internal static class OptimizedGraph
{
    /// <summary>
    /// The nodes that read INT8 weights in FP32: the weights are dequantized in every run. A table that is only gathered from is no such case.
    /// </summary>
    public static string[] Unfused(byte[] model)
    {
        var graph = Read(model);
        var constants = graph.Initializer.Select(initializer => initializer.Name).ToHashSet(StringComparer.Ordinal);
        var weights = graph.Node.Where(node => node.OpType == "DequantizeLinear" && constants.Contains(node.Input[0])).Select(node => node.Output[0]).ToHashSet(StringComparer.Ordinal);
        return [.. graph.Node.Where(node => node.Input.Any(weights.Contains)).Select(node => $"{node.OpType} '{node.Name}'")];
    }

    private static GraphProto Read(byte[] model)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("optimized.onnx");
        using (var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, OptimizedModelFilePath = file, IntraOpNumThreads = 1 })
        {
            new InferenceSession(model, options).Dispose();
        }

        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).Graph;
    }
}
