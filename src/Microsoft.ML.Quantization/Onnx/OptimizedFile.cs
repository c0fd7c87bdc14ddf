using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Has ONNX Runtime write the graph as it optimized it.</summary>
internal static class OptimizedFile
{
    private const string DataFileKey = "session.optimized_model_external_initializers_file_name";
    private const string DataSizeKey = "session.optimized_model_external_initializers_min_size_in_bytes";

    /// <param name="options">The options of the session that is to write it.</param>
    /// <param name="path">Where to.</param>
    /// <param name="weightsApart">Whether weights go to a second file beside it, as they must where one message cannot hold them.</param>
    public static void Request(SessionOptions options, string path, bool weightsApart)
    {
        options.OptimizedModelFilePath = path;
        if (weightsApart)
        {
            options.AddSessionConfigEntry(DataFileKey, Path.GetFileName(path) + ".data");
            options.AddSessionConfigEntry(DataSizeKey, $"{OnnxModel.SmallestExternal}");
        }
    }
}
