using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What a model with QuantizeLinear and DequantizeLinear computes in FP32: the same graph without them, to be timed beside it.</summary>
internal static class FloatForm
{
    private static readonly HashSet<string> Between = new(["Cast", "Clip"], StringComparer.Ordinal);
    private static readonly HashSet<string> Pairs = new(["QuantizeLinear", "DequantizeLinear"], StringComparer.Ordinal);

    /// <returns>The model; <see langword="null"/> where nodes compute with integers themselves, so that no FP32 form can be read out of it.</returns>
    public static OnnxModel? Create(OnnxModel model)
    {
        if (!QuantizationDetector.Find(model.Proto).All(found => Pairs.Contains(found.Key)) || ModelWalker.Graphs(model.Graph).Skip(1).Any() || model.Proto.Functions.Count > 0)
        {
            return null;
        }

        try
        {
            return WithoutIntegerWeights(model.View(WithoutPairs(model.Proto)));
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Activations pass through in FP32. A tensor that the model takes or gives as an integer keeps its conversion.</summary>
    private static ModelProto WithoutPairs(ModelProto original)
    {
        var proto = original.Clone();
        var index = new GraphIndex(proto.Graph);
        var passed = new Dictionary<string, string>(StringComparer.Ordinal);

        // PyTorch casts what it quantized, and limits it where it quantizes to less than 8 bits.
        foreach (var node in proto.Graph.Node.Where(node => Pairs.Contains(node.OpType) || (Between.Contains(node.OpType) && IsOfIntegers(node, index))).ToList())
        {
            bool isConstant = ConstantValue.Find(node.Input[0], index) != null;
            bool isBorder = node.OpType == "DequantizeLinear" ? index.IsInput(node.Input[0]) : node.Output.Any(index.IsOutput);
            if (isBorder || (isConstant && node.OpType == "DequantizeLinear"))
            {
                continue;
            }

            if (index.IsOutput(node.Output[0]))
            {
                (node.OpType, node.Domain) = ("Identity", "");
                while (node.Input.Count > 1)
                {
                    node.Input.RemoveAt(1);
                }

                node.Attribute.Clear();
                continue;
            }

            passed[node.Output[0]] = node.Input[0];
            proto.Graph.Node.Remove(node);
        }

        foreach (var node in proto.Graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                while (passed.TryGetValue(node.Input[i], out string? source))
                {
                    node.Input[i] = source;
                }
            }
        }

        proto.Graph.ValueInfo.Clear();
        return proto;
    }

    private static bool IsOfIntegers(NodeProto node, GraphIndex index) =>
        index.Producer(node.Input[0]) is { } maker && (maker.OpType == "QuantizeLinear" || (Between.Contains(maker.OpType) && IsOfIntegers(maker, index)));

    /// <summary>Has ONNX Runtime dequantize the weights once, which it leaves to every run otherwise.</summary>
    private static OnnxModel WithoutIntegerWeights(OnnxModel model)
    {
        var folder = new TemporaryFolder();
        bool keepsFolder = false;
        try
        {
            string path;
            using (var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = 1 })
            {
                options.AddSessionConfigEntry("session.disable_quant_qdq", "1");
                path = OptimizedFile.Request(options, folder, weightsApart: true);
                model.OpenSession(options).Dispose();
            }

            var folded = OnnxModelReader.Load(path, model.InlineLimit);
            keepsFolder = folded.DataFolder != null;
            return model.Moved(folded.Proto, folded.DataFolder, keepsFolder ? folder : null);
        }
        finally
        {
            if (!keepsFolder)
            {
                folder.Dispose();
            }
        }
    }
}
