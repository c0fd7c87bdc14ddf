using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Ablation;

/// <summary>
/// Makes a model that computes the same with LayerNormalization gains apart: some channels are scaled up, linear layers that read them have
/// smaller weights, and whatever else reads them gets them divided again.
/// </summary>
internal static class ApartGains
{
    private const int Every = 16;

    public static string Write(string path, float spread, string file)
    {
        var model = OnnxModelReader.Load(path);
        var graph = model.Graph;
        foreach (var node in graph.Node.Where(node => node.Is("LayerNormalization")).ToArray())
        {
            var index = new GraphIndex(graph);
            var readers = index.Consumers(node.Output[0]).ToArray();
            int channels = (int)index.Initializer(node.Input[1])!.Dims[0];
            float[] factors = [.. Enumerable.Range(0, channels).Select(i => i % Every == 5 ? spread : 1)];
            float[] back = Array.ConvertAll(factors, factor => 1 / factor);
            graph.Change(node.Input[1], values => [.. values.Select((value, i) => value * factors[i])]);
            graph.Change(node.Input[2], values => [.. values.Select((value, i) => value * factors[i])]);
            string divided = node.Output[0] + "_divided";
            string constant = node.Output[0] + "_back";
            foreach (var use in readers)
            {
                if (use.Node.Is("MatMul") && use.InputIndex == 0 && index.Initializer(use.Node.Input[1]) is { } weights)
                {
                    int outputs = (int)weights.Dims[1];
                    graph.Change(weights.Name, values => [.. values.Select((value, i) => value * back[i / outputs])]);
                }
                else
                {
                    use.Node.Input[use.InputIndex] = divided;
                }
            }

            if (graph.Node.Any(other => other.Input.Contains(divided)))
            {
                graph.Initializer.Add(TensorData.Create<float>(constant, back, [channels]));
                var mul = new NodeProto { OpType = "Mul", Name = divided };
                mul.Input.Add([node.Output[0], constant]);
                mul.Output.Add(divided);
                graph.Node.Insert(graph.Node.IndexOf(node) + 1, mul);
            }
        }

        OnnxModelWriter.Save(model, file);
        return file;
    }
}
