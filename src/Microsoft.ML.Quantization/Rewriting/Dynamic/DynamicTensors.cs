using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Dynamic;

/// <summary>Constants of the nodes that are written.</summary>
internal static class DynamicTensors
{
    /// <summary>Adds a constant.</summary>
    /// <returns>The name that it got.</returns>
    public static string Add<T>(OnnxModel model, NameScope names, string name, T[] values, params long[] dimensions)
        where T : unmanaged
    {
        string unique = names.Unique(name);
        model.Graph.Initializer.Add(TensorData.Create<T>(unique, values, dimensions));
        return unique;
    }
}
