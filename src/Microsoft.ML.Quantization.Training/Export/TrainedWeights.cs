using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Export;

/// <summary>Puts what training has made of weights and statistics back into an ONNX graph.</summary>
internal static class TrainedWeights
{
    /// <returns>A copy of <paramref name="model"/> with the graph's weights.</returns>
    public static OnnxModel Write(OnnxModel model, TorchGraph graph)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var trained = model.View(model.Proto.Clone());
        for (int i = 0; i < trained.Graph.Initializer.Count; i++)
        {
            var initializer = trained.Graph.Initializer[i];
            Tensor? values = graph.Weights.ContainsKey(initializer.Name) ? graph.Weight(initializer.Name) : graph.Statistics.GetValueOrDefault(initializer.Name);
            if (values is not null)
            {
                trained.Graph.Initializer[i] = TensorData.Create<float>(initializer.Name, values.cpu().contiguous().data<float>().ToArray(), [.. initializer.Dims]);
            }
        }

        return trained;
    }
}
