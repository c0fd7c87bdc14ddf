using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Softmax and its logarithm, which the format has along the last dimension: of images along the channels. Others are brought there and back.</summary>
internal static class SoftmaxForms
{
    public static LiteRtForm Of(LiteRtCode code, OperatorOptions options) => new(node =>
    {
        int rank = node.OutputShape.Length;
        int place = Layout.Axis(rank, node.Node.Integer("axis", -1));
        int[] order = [.. Enumerable.Range(0, rank).Where(other => other != place), place];
        var tensor = Moves.Transpose(node, node.Input(0), order);
        var made = node.Made(tensor.Shape);
        node.File.Emit(code, [tensor], made, options);
        return Moves.Transpose(node, made, [.. Enumerable.Range(0, rank).Select(other => Array.IndexOf(order, other))]);
    });
}
