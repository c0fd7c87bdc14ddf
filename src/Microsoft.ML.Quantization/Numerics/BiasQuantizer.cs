namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Quantizes a bias to INT32 at input scale * weight scale, so that it can be added to the accumulator of a product.</summary>
internal static class BiasQuantizer
{
    /// <summary>Keeps a bias a little inside the integers, so that rounding the scale to float cannot push it out again.</summary>
    private const double Margin = 1.0001;

    /// <summary>The integers: bias / (input scale * weight scale), rounded half to even, saturated.</summary>
    /// <param name="bias">The bias, one value for each output.</param>
    /// <param name="inputScale">The scale of the layer's input.</param>
    /// <param name="weightScales">One scale, or one for each output.</param>
    /// <exception cref="ArgumentException">The number of scales fits neither, or a bias is not finite.</exception>
    public static int[] Quantize(ReadOnlySpan<float> bias, float inputScale, ReadOnlySpan<float> weightScales)
    {
        if (weightScales.Length != 1 && weightScales.Length != bias.Length)
        {
            throw new ArgumentException($"A bias of {bias.Length} values needs as many weight scales, or one; got {weightScales.Length}.");
        }

        var quantized = new int[bias.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            if (!float.IsFinite(bias[i]))
            {
                throw new ArgumentException($"A bias has to be finite; element {i} is {bias[i]}.");
            }

            double steps = bias[i] / (double)Scale(inputScale, weightScales[weightScales.Length == 1 ? 0 : i]);
            quantized[i] = (int)Math.Clamp(Math.Round(steps, MidpointRounding.ToEven), int.MinValue, int.MaxValue);
        }

        return quantized;
    }

    /// <summary>The scale of a quantized bias, as stored in the model.</summary>
    public static float Scale(float inputScale, float weightScale) => inputScale * weightScale;

    /// <summary>
    /// The smallest weight scale at which <paramref name="bias"/> still fits into INT32 and the bias scale is a normal float.
    /// A channel of tiny weights with a large bias needs it; its weights lose precision that the bias would drown anyway.
    /// </summary>
    public static float MinimumWeightScale(float bias, float inputScale)
    {
        double smallestBiasScale = Math.Max(Margin * 2 * Math.Abs((double)bias) / (uint.MaxValue - 1.0), ScaleCalculator.SmallestScale);
        return MathF.BitIncrement((float)(smallestBiasScale / inputScale));
    }
}
