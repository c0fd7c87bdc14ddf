using System.Globalization;
using System.Reflection;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What is written into an INT8 model about how it was made.</summary>
internal static class Provenance
{
    public static IEnumerable<KeyValuePair<string, string>> Records(QuantizationOptions options, CalibrationTable table)
    {
        string version = typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        yield return KeyValuePair.Create(ModelProvenance.Version, version.Split('+')[0]);
        yield return KeyValuePair.Create(ModelProvenance.Method, Methods(options, table));
        yield return KeyValuePair.Create(ModelProvenance.Options, Describe(options) + Steps(table));
        yield return KeyValuePair.Create(ModelProvenance.CalibrationDataHash, table.DataHash);
        yield return KeyValuePair.Create(ModelProvenance.SourceModelHash, table.ModelHash);
    }

    /// <summary>How the ranges were chosen, which a table that was made earlier knows better than the options.</summary>
    private static string Methods(QuantizationOptions options, CalibrationTable table)
    {
        string[] methods = [.. table.Tensors.Select(tensor => string.Create(CultureInfo.InvariantCulture, $"{tensor.Method} {tensor.Parameter}").TrimEnd()).Distinct()];
        return options.DynamicActivations ? "none" : methods.Length == 0 ? options.Calibration.ToString() : string.Join(", ", methods);
    }

    /// <summary>What was done to the numbers after ranges were chosen, where something was.</summary>
    private static string Steps(CalibrationTable table) => table.Steps.On == RecipeStep.None ? ""
        : $";steps={string.Join(',', table.Steps.Names)};refused={string.Join(',', table.Steps.Refused.Order(StringComparer.Ordinal))}";

    /// <summary>The options that change the model's bytes.</summary>
    private static string Describe(QuantizationOptions options) => (options.DynamicActivations ? "dynamic_activations=True;" : "") + string.Create(
        CultureInfo.InvariantCulture,
        $"per_channel={options.PerChannel};reduce_range={options.ReduceRange};target={options.Target.Name};bias_correction={options.BiasCorrection};cross_layer_equalization={options.CrossLayerEqualization};only_where_faster={options.OnlyWhereFaster};excluded_nodes={string.Join(',', options.ExcludedNodes.Order(StringComparer.Ordinal))};excluded_operators={string.Join(',', options.ExcludedOperators.Order(StringComparer.Ordinal))}");
}
