namespace Microsoft.ML.Quantization;

/// <summary>What a LiteRT file is to be like; for <see cref="QuantizationTarget.CreateLiteRt"/>.</summary>
/// <example>
/// <code>
/// var target = QuantizationTarget.CreateLiteRt(new LiteRtOptions { Dimensions = new Dictionary&lt;string, int&gt; { ["height"] = 224, ["width"] = 224 } });
/// var step = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions { Target = target });
/// </code>
/// </example>
public sealed record LiteRtOptions
{
    /// <summary>
    /// Sizes for the dimensions that the ONNX model leaves free, 1 or more, by the name of the dimension, or by the input and the place, as <c>input[2]</c>, where it has none.
    /// A free first dimension, the batch, is 1 by default; all others have to be given.
    /// </summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Whether a node that has no INT8 form is an error, as microcontrollers and the Edge TPU need it; by default it is computed in FP32 between a dequantization and a
    /// quantization. A quantization at each input and a dequantization at each output may stay.
    /// </summary>
    public bool FullInteger { get; init; }

    /// <summary>
    /// Whether inputs and outputs are INT8 where the model reads and makes INT8 values, with their scale and zero point in the file; by default they are FP32.
    /// </summary>
    public bool IntegerInputsAndOutputs { get; init; }

    /// <summary>Whether the other asks for the same file.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether all options are equal, sizes by name.</returns>
    public bool Equals(LiteRtOptions? other) =>
        other is not null && FullInteger == other.FullInteger && IntegerInputsAndOutputs == other.IntegerInputsAndOutputs && Dimensions.Count == other.Dimensions.Count
        && Dimensions.All(size => other.Dimensions.TryGetValue(size.Key, out int same) && same == size.Value);

    /// <summary>A hash code, the same for equal options.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() =>
        Dimensions.Aggregate(HashCode.Combine(FullInteger, IntegerInputsAndOutputs, Dimensions.Count), (sum, size) => sum + HashCode.Combine(size.Key, size.Value));
}
