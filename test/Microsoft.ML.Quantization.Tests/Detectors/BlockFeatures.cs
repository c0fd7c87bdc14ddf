using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Detectors;

/// <summary>
/// The convolutions that both detectors of <see cref="BlockImage"/> begin with, their weights worked out by hand. A mask of each colour; from each place how far the colour reaches to
/// the left, right, top and bottom, which is a sum of the mask along a line; and what Relu makes of those: how far a place is from the middle of its block, and what to take off
/// distances that belong to another block.
/// </summary>
internal sealed class BlockFeatures(int colours)
{
    /// <summary>Pixels from place to place.</summary>
    public const int Stride = 4;

    /// <summary>Places along a side.</summary>
    public const int Cells = BlockImage.Side / Stride;

    public const int Places = Cells * Cells;

    /// <summary>Where a place is in its cell, in pixels.</summary>
    public const float Middle = 2.5f;

    private const int Reach = 16;
    private const int Line = (2 * Reach) + 1;
    private const int Thickness = 5;
    private const float SureScore = 5;

    /// <summary>Channels of "features".</summary>
    public int Channels => 13 * colours;

    /// <summary>Adds the nodes from "x" to "features", [1, Channels, Cells, Cells].</summary>
    public ModelBuilder Start() => Mask(new ModelBuilder(13).Input("x", BlockImage.Shape))
        .Weights("w_across", Lines(isAcross: true), 2 * colours, colours, Thickness, Line)
        .Weights("w_along", Lines(isAcross: false), 2 * colours, colours, Line, Thickness)
        .Weights("w_here", Here(), colours, colours, Thickness, Thickness)
        .Node("Conv", "mask w_across", "across", Strides, ("pads", new[] { 0, Reach - 2, 1, Reach - 1 }))
        .Node("Conv", "mask w_along", "along", Strides, ("pads", new[] { Reach - 2, 0, Reach - 1, 1 }))
        .Node("Conv", "mask w_here", "here", Strides, ("pads", new[] { 0, 0, 1, 1 }))
        .Node("Concat", "across along here", "lines", ("axis", 1))
        .Weights("w_apart", Apart(), 8 * colours, 5 * colours, 1, 1)
        .Node("Conv", "lines w_apart", "apart_linear").Node("Relu", "apart_linear", "apart")
        .Node("Concat", "lines apart", "features", ("axis", 1));

    /// <summary>Weights on "features" that give the logit of a colour, without its bias.</summary>
    public float[] Score(int colour)
    {
        var weights = new float[Channels];
        weights[Mask(colour)] = SureScore;
        for (int side = 0; side < 4; side++)
        {
            weights[Apart(colour, side)] = -0.25f;
            Add(weights, colour, side, 0.0875f);
        }

        return weights;
    }

    public static float ScoreBias => -SureScore;

    /// <summary>Weights on "features" that give a distance in pixels: to the left, right, top, bottom; that of whatever colour is here.</summary>
    public float[] Distance(params (int Side, float Factor)[] sides)
    {
        var weights = new float[Channels];
        foreach (var (side, factor) in sides)
        {
            for (int colour = 0; colour < colours; colour++)
            {
                Add(weights, colour, side, factor);
            }
        }

        return weights;
    }

    private static (string Name, object Value) Strides => ("strides", new[] { Stride, Stride });

    private int Reaching(int colour, int side) => side < 2 ? (2 * colour) + side : (2 * colours) + (2 * colour) + side - 2;

    private int Mask(int colour) => (4 * colours) + colour;

    private int Apart(int colour, int side) => (5 * colours) + (4 * colour) + side;

    private int Surplus(int colour, int side) => (9 * colours) + (4 * colour) + side;

    private void Add(float[] weights, int colour, int side, float factor) =>
        (weights[Reaching(colour, side)], weights[Surplus(colour, side)]) = (weights[Reaching(colour, side)] + factor, weights[Surplus(colour, side)] - factor);

    /// <summary>A colour is what is above the mean of the other two channels, over three by three pixels.</summary>
    private ModelBuilder Mask(ModelBuilder model)
    {
        float[] blur = [0.03f, 0.07f, 0.03f, 0.07f, 0.6f, 0.07f, 0.03f, 0.07f, 0.03f];
        float[] weights = [.. Enumerable.Range(0, colours).SelectMany(colour => Enumerable.Range(0, BlockImage.Channels).SelectMany(channel => blur.Select(tap => 5 * tap * (channel == colour ? 1 : -0.5f))))];
        return model.Weights("w_mask", weights, colours, BlockImage.Channels, 3, 3).List("b_mask", [.. Enumerable.Repeat(-0.6f, colours)])
            .Weights("zero", [0f]).Weights("one", [1f])
            .Node("Conv", "x w_mask b_mask", "mask_linear", SmallPads).Node("Clip", "mask_linear zero one", "mask");
    }

    private static (string Name, object Value) SmallPads => ("pads", new[] { 1, 1, 1, 1 });

    /// <summary>Sums of the mask on one side of the middle, the mean of <see cref="Thickness"/> lines beside each other.</summary>
    private float[] Lines(bool isAcross)
    {
        var weights = new float[2 * colours * colours * Line * Thickness];
        for (int output = 0; output < 2 * colours; output++)
        {
            for (int i = 0; i < Line * Thickness; i++)
            {
                int place = (isAcross ? i % Line : i / Thickness) - Reach;
                bool isSide = output % 2 == 0 ? place < 0 : place > 0;
                weights[(((output * colours) + (output / 2)) * Line * Thickness) + i] = (place == 0 ? 0.5f : isSide ? 1 : 0) / Thickness;
            }
        }

        return weights;
    }

    private float[] Here()
    {
        const int Taps = Thickness * Thickness;
        var weights = new float[colours * colours * Taps];
        for (int colour = 0; colour < colours; colour++)
        {
            Array.Fill(weights, 1f / Taps, ((colour * colours) + colour) * Taps, Taps);
        }

        return weights;
    }

    private float[] Apart()
    {
        int inputs = 5 * colours;
        var weights = new float[8 * colours * inputs];
        for (int colour = 0; colour < colours; colour++)
        {
            for (int side = 0; side < 4; side++)
            {
                int apart = (Apart(colour, side) - inputs) * inputs;
                (weights[apart + Reaching(colour, side)], weights[apart + Reaching(colour, side ^ 1)]) = (1, -1);
                int surplus = (Surplus(colour, side) - inputs) * inputs;
                (weights[surplus + Reaching(colour, side)], weights[surplus + Mask(colour)]) = (1, -Reach);
            }
        }

        return weights;
    }
}
