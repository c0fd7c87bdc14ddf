namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>A way to go on from a tensor; null where its shape does not allow it.</summary>
internal delegate GeneratedTensor? Step(GraphGrower graph, GeneratedTensor x);

/// <summary>All ways to grow a graph, each as often as it is listed.</summary>
internal static class Steps
{
    private static readonly Step[] All =
    [
        ImageSteps.Conv, ImageSteps.Conv, ImageSteps.Conv, ImageSteps.Conv, ImageSteps.DepthwiseConv, ImageSteps.GroupedConv, ImageSteps.MaxPool, ImageSteps.MaxPool,
        ImageSteps.MaxPoolWithIndices, ImageSteps.AveragePool, ImageSteps.GlobalAveragePool, ImageSteps.BatchNormalization, ImageSteps.InstanceNormalization, ImageSteps.Gate,
        ImageSteps.Resize, ImageSteps.Pad, ImageSteps.ConvTranspose, ImageSteps.PRelu, ImageSteps.DepthToSpace,
        SequenceSteps.MatMul, SequenceSteps.MatMul, SequenceSteps.MatMulAdd, SequenceSteps.MatMulAdd, SequenceSteps.FeedForward, SequenceSteps.Attention,
        SequenceSteps.LayerNormalization, SequenceSteps.Conv, SequenceSteps.MaxPool, SequenceSteps.Mean,
        VectorSteps.Gemm, VectorSteps.Gemm, VectorSteps.Gemm, VectorSteps.Gemm, VectorSteps.MatMulAdd, VectorSteps.BatchNormalization, VectorSteps.ToImage, VectorSteps.SqueezeAgain,
        ShapeSteps.Flatten, ShapeSteps.ToSequence, ShapeSteps.Transpose, ShapeSteps.Slice, ShapeSteps.Concat, ShapeSteps.Concat, ShapeSteps.SplitAndSwap,
        ElementSteps.Relu, ElementSteps.Relu, ElementSteps.Relu, ElementSteps.Clip, ElementSteps.Clip, ElementSteps.Smooth, ElementSteps.Smooth, ElementSteps.Add, ElementSteps.Add,
        ElementSteps.Add, ElementSteps.Multiply, ElementSteps.AddConstant, ElementSteps.MultiplyByConstant, ElementSteps.Larger, ElementSteps.Softmax, ElementSteps.Root,
        ElementSteps.Pass, SubgraphSteps.If, SubgraphSteps.ConstantIf,
    ];

    /// <summary>Adds one step at a random place; some are two or more nodes.</summary>
    public static void Grow(GraphGrower graph)
    {
        while (graph.One(All)(graph, graph.Pick()) == null)
        {
        }
    }
}
