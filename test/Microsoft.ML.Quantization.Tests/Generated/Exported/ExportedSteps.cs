namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Ways to grow a graph as exporters write it, beside those of <see cref="Steps"/>.</summary>
internal static class ExportedSteps
{
    private static readonly Step[] All =
    [
        ConvolutionExports.NormalizedConv, ConvolutionExports.NormalizedConv, BlockExports.InvertedResidual, BlockExports.InvertedResidual, BlockExports.Residual, BlockExports.LinearChain,
        ConvolutionExports.NormalizedFirst, ConvolutionExports.AddedBias, ConvolutionExports.SamePadding, ConvolutionExports.OneSidedPadding, BlockExports.Shuffled, BlockExports.SharedWeights,
        ConvolutionExports.ThreeDimensional, ConvolutionExports.Upsampled, BlockExports.PooledBranch, BlockExports.SqueezeAndExcitation,
        ActivationExports.HardSwishInParts, ActivationExports.Relu6, ActivationExports.Mish, ActivationExports.TanhGelu, ActivationExports.ErfGelu, ActivationExports.QuickGelu, ActivationExports.Leaky,
        ActivationExports.PRelu, ActivationExports.BothSides, ActivationExports.Masked,
        SequenceExports.LayerNormInParts, SequenceExports.RmsNorm, SequenceExports.MaskedAttention, SequenceExports.Einsum, SequenceExports.Recurrent, SequenceExports.Normalized, SequenceExports.NormalizedGemm,
        ShapeExports.Focus, ShapeExports.Backwards, ShapeExports.UnlikeRanges, ShapeExports.UnevenSplit, ShapeExports.Taken, ShapeExports.Resized, ShapeExports.PixelShuffle, ShapeExports.FlattenedByShape,
        ShapeExports.ToDoubleAndBack, ShapeExports.ChannelsLastAndBack,
    ];

    /// <summary>Adds one step at a random place, one of these or of those that models in general have.</summary>
    public static void Grow(GraphGrower graph)
    {
        if (graph.Chance(0.4))
        {
            Steps.Grow(graph);
            return;
        }

        for (int tries = 0; tries < 40; tries++)
        {
            if (graph.One(All)(graph, graph.Pick()) != null)
            {
                return;
            }
        }
    }
}
