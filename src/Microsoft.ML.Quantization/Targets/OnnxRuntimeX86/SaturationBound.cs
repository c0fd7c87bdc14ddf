namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

/// <summary>
/// Tells from INT8 weights alone whether a product with UINT8 activations can saturate on x86 without VNNI. There vpmaddubsw adds two
/// neighbouring products in 16 bits, and ONNX Runtime's kernels lay out the inner dimension K so that the neighbours are
/// (0, 1), (2, 3), ... The bound is exact: activations that reach it exist, though the data may never contain them.
/// </summary>
internal static class SaturationBound
{
    private const int LargestActivation = byte.MaxValue;

    /// <summary>Whether some activations make one of the pair sums of an output saturate.</summary>
    /// <param name="row">The weights of the output, in the order of K.</param>
    public static bool CanSaturate(ReadOnlySpan<sbyte> row)
    {
        // A last weight without a neighbour is padded with zero and cannot saturate: 255 * 127 fits.
        for (int i = 0; i + 1 < row.Length; i += 2)
        {
            int highest = LargestActivation * (Math.Max((int)row[i], 0) + Math.Max((int)row[i + 1], 0));
            int lowest = LargestActivation * (Math.Min((int)row[i], 0) + Math.Min((int)row[i + 1], 0));
            if (highest > short.MaxValue || lowest < short.MinValue)
            {
                return true;
            }
        }

        return false;
    }
}
