using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Operators in FP32, one after the other, of which a node is made up.</summary>
/// <param name="node">The node.</param>
internal sealed class FloatSteps(NodeConversion node)
{
    public LiteRtTensor One(LiteRtCode code, LiteRtTensor tensor) => Emit(code, [tensor], tensor.Shape, null);

    /// <summary>A node of two tensors, of which one may be smaller along any dimension.</summary>
    public LiteRtTensor Two(LiteRtCode code, LiteRtTensor left, LiteRtTensor right, OperatorOptions? options) => Emit(code, [left, right], Joined(left.Shape, right.Shape), options);

    public LiteRtTensor Add(LiteRtTensor left, LiteRtTensor right) => Two(LiteRtCode.Add, left, right, OperatorOptions.Add);

    public LiteRtTensor Sub(LiteRtTensor left, LiteRtTensor right) => Two(LiteRtCode.Sub, left, right, OperatorOptions.Sub);

    public LiteRtTensor Mul(LiteRtTensor left, LiteRtTensor right) => Two(LiteRtCode.Mul, left, right, OperatorOptions.Mul);

    public LiteRtTensor Div(LiteRtTensor left, LiteRtTensor right) => Two(LiteRtCode.Div, left, right, OperatorOptions.Div);

    public LiteRtTensor Number(float number) => node.File.AddConstant<float>($"{node.Name}/number", [number], [1]);

    /// <summary>The mean over dimensions of the file, which stay with one element.</summary>
    public LiteRtTensor Mean(LiteRtTensor tensor, int[] places)
    {
        int[] shape = [.. tensor.Shape.Select((size, place) => places.Contains(place) ? 1 : size)];
        var made = node.Made(shape);
        node.File.Emit(LiteRtCode.Mean, [tensor, node.Numbers("axes", places)], made, OperatorOptions.Reduction(keepsDimensions: true));
        return made;
    }

    private LiteRtTensor Emit(LiteRtCode code, LiteRtTensor[] inputs, int[] shape, OperatorOptions? options)
    {
        var made = node.Made(shape);
        node.File.Emit(code, inputs, made, options);
        return made;
    }

    private static int[] Joined(int[] left, int[] right)
    {
        int rank = Math.Max(left.Length, right.Length);
        return [.. Enumerable.Range(0, rank).Select(place => Math.Max(At(left, place - rank), At(right, place - rank)))];
    }

    private static int At(int[] shape, int fromEnd) => shape.Length + fromEnd is var place and >= 0 ? shape[place] : 1;
}
