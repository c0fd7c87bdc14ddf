using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Has ONNX Runtime write the graph as it optimized it.</summary>
internal static class OptimizedFile
{
    private const string DataFileKey = "session.optimized_model_external_initializers_file_name";
    private const string DataSizeKey = "session.optimized_model_external_initializers_min_size_in_bytes";

    /// <param name="options">The options of the session that is to write it.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="weightsApart">Whether weights go to a second file beside it, as they must where one message cannot hold them.</param>
    /// <returns>The file.</returns>
    public static string Request(SessionOptions options, TemporaryFolder folder, bool weightsApart)
    {
        string path = folder.NewFile("optimized.onnx");
        options.OptimizedModelFilePath = path;
        if (weightsApart)
        {
            options.AddSessionConfigEntry(DataFileKey, Path.GetFileName(folder.NewFile("optimized.onnx.data")));
            options.AddSessionConfigEntry(DataSizeKey, $"{OnnxModel.SmallestExternal}");
        }

        return path;
    }
}
