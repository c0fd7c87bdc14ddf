namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What <see cref="QuantizationOptions.DynamicActivations"/> goes together with.</summary>
internal static class DynamicOptions
{
    private static readonly QuantizationTarget[] Targets = [QuantizationTarget.OnnxRuntimeX86, QuantizationTarget.OnnxRuntimeX86Vnni, QuantizationTarget.OnnxRuntimeArm64];

    /// <summary>Whether a target has kernels that quantize activations when a model runs.</summary>
    public static bool GoWith(QuantizationTarget target) => Targets.Contains(target);

    /// <exception cref="ArgumentException">It is on and another option contradicts it.</exception>
    public static void Check(QuantizationOptions options)
    {
        if (!options.DynamicActivations)
        {
            return;
        }

        if (!GoWith(options.Target))
        {
            throw new ArgumentException($"{nameof(options.DynamicActivations)} does not go together with {options.Target}, which has no kernels for it. Take {string.Join(", ", Targets.AsEnumerable())}.", nameof(options));
        }

        string? other = options.AlsoFor.Count > 0 ? nameof(options.AlsoFor) : options.CalibrationTable != null ? nameof(options.CalibrationTable) : options.Budget != null ? nameof(options.Budget) : null;
        if (other != null)
        {
            throw new ArgumentException($"{nameof(options.DynamicActivations)} does not go together with {other}. Leave one of them at its default.", nameof(options));
        }
    }
}
