using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

[TestClass]
public sealed class BatchNormalizationTests
{
    private static readonly float[] Values = [1, 2, 3, 6, -4, 0];

    [TestMethod]
    public void Training_UsesTheBatchAndMovesTheRunningStatisticsByTheMomentum()
    {
        using var graph = new TorchGraph(Model(), OperatorHandlers.Find);
        float[] output = Run(graph, training: true);
        for (int channel = 0; channel < 2; channel++)
        {
            float[] batch = [.. Values.Where((_, i) => i % 2 == channel)];
            float mean = batch.Average();
            float variance = batch.Average(value => (value - mean) * (value - mean));
            Assert.AreEqual((batch[0] - mean) / MathF.Sqrt(variance + 1e-5f), output[channel], 1e-5f);
            Assert.AreEqual((0.8f * 0.5f) + (0.2f * mean), Statistic(graph, "m", channel), 1e-5f);

            // The variance of the population that the batch is a sample of.
            Assert.AreEqual((0.8f * 4) + (0.2f * variance * 3 / 2), Statistic(graph, "v", channel), 1e-5f);
        }
    }

    [TestMethod]
    public void Scoring_UsesTheRunningStatisticsAndLeavesThem()
    {
        using var graph = new TorchGraph(Model(), OperatorHandlers.Find);
        float[] output = Run(graph, training: false);
        CollectionAssert.AreEqual(new[] { 0.5f, 0.5f }, graph.Statistics["m"].data<float>().ToArray());
        Assert.AreEqual((Values[3] - 0.5f) / 2, output[3], 1e-5f);
    }

    [TestMethod]
    public void Statistics_AreNoWeights()
    {
        using var graph = new TorchGraph(Model(), OperatorHandlers.Find);
        CollectionAssert.AreEquivalent(new[] { "s", "b" }, graph.Weights.Keys.ToArray());
    }

    private static OnnxModel Model() => Form.Of(15, -1, 2)
        .List("s", 1f, 1f).List("b", 0f, 0f).List("m", 0.5f, 0.5f).List("v", 4f, 4f)
        .Node("BatchNormalization", "x s b m v", "y", ("momentum", 0.8f))
        .Model();

    private static float[] Run(TorchGraph graph, bool training)
    {
        using var scope = NewDisposeScope();
        graph.train(training);
        return graph.Run(new Dictionary<string, Tensor> { ["x"] = tensor(Values, 3, 2) }, null, ["y"])["y"].data<float>().ToArray();
    }

    private static float Statistic(TorchGraph graph, string name, int channel) => graph.Statistics[name][channel].item<float>();
}
