using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;

namespace Benchmarks;

/// <summary>
/// Makes a model that computes the same but quantizes badly: wherever a convolution feeds another through a Relu alone, its channels
/// are scaled apart and the other's weights back.
/// </summary>
internal static class ChannelsApart
{
    /// <param name="model">The model.</param>
    /// <param name="spread">What every other channel is multiplied with, and the others divided by.</param>
    /// <param name="path">The file to write.</param>
    public static string Write(string model, float spread, string path)
    {
        using var prepared = ModelPreparer.Prepare(OnnxModelReader.Load(model));
        var index = new GraphIndex(prepared.Graph);
        foreach (var first in prepared.Graph.Node.Where(node => node.Is("Conv")))
        {
            if (index.Consumers(first.Output[0]) is [{ Node: var relu }] && relu.Is("Relu")
                && index.Consumers(relu.Output[0]) is [{ Node: var second }] && second.Is("Conv"))
            {
                float[] factors = [.. Enumerable.Range(0, (int)index.Initializer(first.Input[1])!.Dims[0]).Select(channel => channel % 2 == 0 ? spread : 1 / spread)];
                Scale(prepared.Graph, first.Input[1], factors, axis: 0);
                Scale(prepared.Graph, first.Input[2], factors, axis: 0);
                Scale(prepared.Graph, second.Input[1], Array.ConvertAll(factors, factor => 1 / factor), axis: 1);
            }
        }

        OnnxModelWriter.Save(prepared, path);
        return path;
    }

    private static void Scale(GraphProto graph, string name, float[] factors, int axis)
    {
        long inner = graph.Initializer.First(tensor => tensor.Name == name).Dims.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        graph.Change(name, values => [.. values.Select((value, i) => value * factors[i / inner % factors.Length])]);
    }
}
