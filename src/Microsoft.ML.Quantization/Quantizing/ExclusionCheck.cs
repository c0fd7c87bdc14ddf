using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Makes sure that what the options leave in FP32 is there.</summary>
internal static class ExclusionCheck
{
    /// <param name="source">The model as it was given.</param>
    /// <param name="prepared">It as it is quantized.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Warned of what preparation has removed.</param>
    /// <exception cref="ArgumentException">A node or operator is in neither; the message names it and the closest ones.</exception>
    public static void Run(OnnxModel source, OnnxModel prepared, QuantizationOptions options, IQuantizationProgress progress)
    {
        Check(nameof(options.ExcludedNodes), "node", options.ExcludedNodes, node => node.Name);
        Check(nameof(options.ExcludedOperators), "operator", options.ExcludedOperators, node => node.OpType);

        void Check(string option, string kind, IReadOnlyList<string> entries, Func<NodeProto, string> nameOf)
        {
            var names = prepared.Graph.Node.Select(nameOf).ToHashSet(StringComparer.Ordinal);
            foreach (string entry in entries.Where(entry => !names.Contains(entry)))
            {
                if (source.Graph.Node.All(node => nameOf(node) != entry))
                {
                    throw new ArgumentException(
                        $"{option} has '{entry}', but model '{source.SourcePath}' has no such {kind}. The closest are {string.Join(", ", ClosestNames.Find(entry, names).Select(name => $"'{name}'"))}.", option);
                }

                progress.Warning(
                    $"'{entry}' of {option} has no effect: no such {kind} is left of model '{source.SourcePath}' after preparation, which folds constants, and BatchNormalization into convolutions.");
            }
        }
    }
}
