using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>A graph with its fake quantization: all that training changes.</summary>
internal sealed class TrainableModel : IDisposable
{
    /// <summary>What the names of scales begin with.</summary>
    public const string ScalePrefix = "scale ";

    private TrainableModel(ModelForTraining start, TorchGraph graph, FakeQuantizer quantizer) => (Start, Graph, Quantizer) = (start, graph, quantizer);

    /// <summary>What is known of how the model is quantized.</summary>
    public ModelForTraining Start { get; }

    /// <summary>The FP32 model that the graph was made of.</summary>
    public OnnxModel Source => Start.Model;

    public TorchGraph Graph { get; }

    public FakeQuantizer Quantizer { get; }

    /// <summary>The weights and, where they learn, the scales.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. Graph.Weights.Values, .. Quantizer.parameters()];

    /// <summary>Everything by name, statistics of BatchNormalization included: what a checkpoint holds.</summary>
    public IEnumerable<(string Name, Tensor Value)> Values =>
    [
        .. Graph.Weights.Select(weight => ($"weight {weight.Key}", (Tensor)weight.Value)),
        .. Graph.Statistics.Select(statistic => ($"statistic {statistic.Key}", statistic.Value)),
        .. Quantizer.named_parameters().Select(scale => ($"{ScalePrefix}{scale.name}", (Tensor)scale.parameter)),
    ];

    /// <summary>The names and numbers of elements of <see cref="Values"/>.</summary>
    public IReadOnlyList<(string Name, long Count)> Layout => [.. Values.Select(entry => (entry.Name, entry.Value.numel()))];

    /// <summary>Where training begins: the model that post-training quantization gives, its biases corrected.</summary>
    public static TrainableModel Create(CalibratedModel calibrated, QuantizationAwareTrainingOptions options)
    {
        var target = device(options.Device);
        var start = new ModelForTraining(calibrated, options.Quantization);
        return new TrainableModel(
            start,
            new TorchGraph(start.Model, OperatorHandlers.Find, target, relative: options.Optimizer != TrainingOptimizer.Sgd),
            new FakeQuantizer(start, options.Scales == ScaleTraining.Learned, target));
    }

    /// <summary>Keeps every scale positive after a step.</summary>
    public void Restrain()
    {
        foreach (var scale in Quantizer.Scales)
        {
            scale.Restrain();
        }
    }

    public void Dispose()
    {
        Graph.Dispose();
        Quantizer.Dispose();
    }
}
