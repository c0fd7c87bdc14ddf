using Microsoft.ML.Quantization.Training.FakeQuantization;
using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>A graph with its fake quantization: all that training changes.</summary>
internal sealed class TrainableModel(TorchGraph graph, FakeQuantizer quantizer) : IDisposable
{
    public TorchGraph Graph => graph;

    public FakeQuantizer Quantizer => quantizer;

    /// <summary>The weights and, where they learn, the scales.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. graph.Weights.Values, .. quantizer.parameters()];

    /// <summary>Everything by name, statistics of BatchNormalization included: what a checkpoint holds.</summary>
    public IEnumerable<(string Name, Tensor Value)> Values =>
    [
        .. graph.Weights.Select(weight => ($"weight {weight.Key}", (Tensor)weight.Value)),
        .. graph.Statistics.Select(statistic => ($"statistic {statistic.Key}", statistic.Value)),
        .. quantizer.named_parameters().Select(scale => ($"scale {scale.name}", (Tensor)scale.parameter)),
    ];

    /// <summary>Keeps every scale positive after a step.</summary>
    public void Restrain()
    {
        foreach (var scale in quantizer.Scales)
        {
            scale.Restrain();
        }
    }

    public void Dispose()
    {
        graph.Dispose();
        quantizer.Dispose();
    }
}
