using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>How the output that is compared looks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape for one row.</param>
/// <param name="Ending">What the model computes last.</param>
internal sealed record OutputForm(string Name, long[] Shape, ScoreEnding Ending)
{
    /// <summary>The values of a row.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether a row has a value for each class, or a single one, and not one for each place as well.</summary>
    public bool IsVector => Shape.Count(size => size != 1) <= 1;

    /// <summary>Whether the last two dimensions are rows and columns of an image.</summary>
    public bool IsImage => Shape is [_, .., _, > 1, > 1];

    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    public static OutputForm Read(OnnxModel model, OutputValue value) => new(value.Name, value.Shape, EndingOf(model.Graph, value.Name));

    private static ScoreEnding EndingOf(GraphProto graph, string output)
    {
        var index = new GraphIndex(graph);
        var node = index.Producer(output);
        while (node is { OpType: "Identity" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Cast" or "QuantizeLinear" or "DequantizeLinear" })
        {
            node = index.Producer(node.Input[0]);
        }

        return node?.OpType switch
        {
            "Softmax" or "Sigmoid" => ScoreEnding.Probabilities,
            "Gemm" or "MatMul" or "Conv" or "Add" or "LogSoftmax" => ScoreEnding.Logits,
            _ => ScoreEnding.Unknown,
        };
    }
}
