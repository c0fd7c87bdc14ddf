using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Dynamic;

/// <summary>
/// An LSTM as DynamicQuantizeLSTM, whose weights for inputs and for the state before are INT8, of the shape directions x inputs x gates, with a scale a gate.
/// </summary>
internal static class DynamicLstm
{
    private const int Inputs = 8;

    /// <returns><see langword="null"/> if the node has the form that this writes, else why not.</returns>
    public static string? Obstacle(NodeProto node, GraphIndex index) =>
        node.Integer("layout", 0) != 0 ? "it has the batch first"
        : node.Input.Skip(1).Take(2).Any(input => index.Initializer(input) is not { Dims.Count: 3, DataType: (int)TensorProto.Types.DataType.Float }) ? "its weights are not constant"
        : null;

    public static NodeProto Write(NodeProto node, GraphIndex index, OnnxModel model, NameScope names)
    {
        var written = node.Clone();
        written.OpType = "DynamicQuantizeLSTM";
        var scales = new List<string>();
        foreach (int input in new[] { 1, 2 })
        {
            var weights = index.Initializer(node.Input[input])!;
            var (turned, scale) = Quantize(model.Floats(weights), [.. weights.Dims]);
            written.Input[input] = DynamicTensors.Add(model, names, $"{node.Name}_weights{input}", turned, weights.Dims[0], weights.Dims[2], weights.Dims[1]);
            scales.Add(DynamicTensors.Add(model, names, $"{node.Name}_scale{input}", scale, weights.Dims[0], weights.Dims[1]));
            scales.Add(DynamicTensors.Add(model, names, $"{node.Name}_zero{input}", new sbyte[scale.Length], weights.Dims[0], weights.Dims[1]));
        }

        while (written.Input.Count < Inputs)
        {
            written.Input.Add("");
        }

        written.Input.AddRange(scales);
        return written;
    }

    /// <summary>Weights of directions x gates x inputs, each row of a gate with its scale, turned to directions x inputs x gates.</summary>
    private static (sbyte[] Values, float[] Scales) Quantize(float[] values, long[] dimensions)
    {
        var (directions, gates, inputs) = ((int)dimensions[0], (int)dimensions[1], (int)dimensions[2]);
        var rounded = WeightQuantizer.Quantize(values, [directions * gates, inputs], 0, reduceRange: false, new float[directions * gates]);
        var turned = new sbyte[values.Length];
        for (int row = 0; row < directions * gates; row++)
        {
            for (int input = 0; input < inputs; input++)
            {
                turned[((((row / gates) * inputs) + input) * gates) + (row % gates)] = rounded.Values[(row * inputs) + input];
            }
        }

        return (turned, rounded.Scales);
    }
}
