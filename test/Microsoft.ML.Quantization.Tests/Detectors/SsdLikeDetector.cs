using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Tests.Detectors.BlockFeatures;

namespace Microsoft.ML.Quantization.Tests.Detectors;

/// <summary>
/// A detector of <see cref="BlockImage"/> of one colour with a head like those of SSD and UltraFace: "scores", [1, 400, 2], of which the first is the background, and "boxes",
/// [1, 400, 4], corners as shares of the image, from prior boxes, offsets and exponents of sizes.
/// </summary>
internal static class SsdLikeDetector
{
    private const float Prior = 20;
    private const float CentreVariance = 0.1f;
    private const float SizeVariance = 0.2f;

    /// <summary>Between these, the logarithm of a size is a straight line.</summary>
    private static readonly float[] Knots = [12, 16, 20, 24, 28];

    public static ModelProto Build()
    {
        var features = new BlockFeatures(1);
        const float Share = 1f / BlockImage.Side;
        float[] width = features.Distance((0, 1), (1, 1));
        float[] height = features.Distance((2, 1), (3, 1));
        float[] inner = Knots[1..^1];
        float[] priors = [.. Enumerable.Range(0, Places).SelectMany(place => new[] { Share * ((place % Cells * Stride) + Middle), Share * ((place / Cells * Stride) + Middle) })];
        return Priors(features.Start(), priors)
            .Weights("w_size", [.. inner.SelectMany(_ => width), .. inner.SelectMany(_ => height)], 2 * inner.Length, features.Channels, 1, 1)
            .List("b_size", [.. inner.Select(knot => -knot), .. inner.Select(knot => -knot)])
            .Weights("w_score", [.. new float[features.Channels], .. features.Score(0)], 2, features.Channels, 1, 1).List("b_score", 0f, ScoreBias)
            .Weights("w_offset", Offsets(features, width, height, inner.Length), 4, features.Channels + (2 * inner.Length), 1, 1)
            .List("b_offset", 0f, 0f, Logarithm(0), Logarithm(0))
            .Node("Conv", "features w_size b_size", "sizes_linear").Node("Relu", "sizes_linear", "sizes").Node("Concat", "features sizes", "wide", ("axis", 1))
            .Node("Conv", "features w_score b_score", "score_places").Node("Transpose", "score_places", "score_last", Last).Node("Reshape", "score_last score_shape", "logits")
            .Node("Softmax", "logits", "scores", ("axis", 2))
            .Node("Conv", "wide w_offset b_offset", "offset_places").Node("Transpose", "offset_places", "offset_last", Last).Node("Reshape", "offset_last box_shape", "offsets")
            .Node("Split", "offsets halves", "shift growth", ("axis", 2))
            .Node("Mul", "shift shift_unit", "moved").Node("Add", "moved priors", "centre")
            .Node("Mul", "growth growth_unit", "exponent").Node("Exp", "exponent", "factor").Node("Mul", "factor prior", "size").Node("Div", "size two", "half")
            .Node("Sub", "centre half", "first").Node("Add", "centre half", "last").Node("Concat", "first last", "boxes", ("axis", 2))
            .Output("scores").Output("boxes").Build();
    }

    private static (string Name, object Value) Last => ("perm", new[] { 0, 2, 3, 1 });

    private static ModelBuilder Priors(ModelBuilder model, float[] priors) => model
        .Weights("priors", priors, 1, Places, 2).Weights("prior", [Prior / BlockImage.Side]).Weights("two", [2f])
        .Weights("shift_unit", [CentreVariance * Prior / BlockImage.Side]).Weights("growth_unit", [SizeVariance])
        .List("score_shape", 1L, Places, 2).List("box_shape", 1L, Places, 4).List("halves", 2L, 2);

    /// <summary>Weights on features and sizes that give the shift of the centre and the logarithms of the size, in units of the variances.</summary>
    private static float[] Offsets(BlockFeatures features, float[] width, float[] height, int knots)
    {
        const float Half = 0.5f / (CentreVariance * Prior);
        float[] none = new float[knots];
        float[] bends = [.. Enumerable.Range(1, knots).Select(knot => Slope(knot) - Slope(knot - 1))];
        float[] Sloped(float[] size) => Array.ConvertAll(size, weight => weight * Slope(0));
        return
        [
            .. features.Distance((1, Half), (0, -Half)), .. none, .. none,
            .. features.Distance((3, Half), (2, -Half)), .. none, .. none,
            .. Sloped(width), .. bends, .. none,
            .. Sloped(height), .. none, .. bends,
        ];
    }

    private static float Slope(int piece) => (Exponent(Knots[piece + 1]) - Exponent(Knots[piece])) / (Knots[piece + 1] - Knots[piece]);

    /// <summary>The straight line of the first piece at a size.</summary>
    private static float Logarithm(float size) => Exponent(Knots[0]) + ((size - Knots[0]) * Slope(0));

    private static float Exponent(float size) => MathF.Log(size / Prior) / SizeVariance;
}
