using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>The same INT8 model for a target whose weights are finer, to tell what the chosen target costs.</summary>
/// <param name="Name">The target.</param>
/// <param name="Make">Makes the model, which takes about as long as the rounding of its weights did.</param>
internal sealed record FinerTarget(string Name, Func<OnnxModel> Make)
{
    /// <summary>What it gains, of what was measured of both.</summary>
    public FinerTargetReport? Compare(OutputComparison own, OutputComparison finer)
    {
        var gains = Decibels(own).Zip(Decibels(finer), (before, after) => before == after ? 0 : after - before).Where(double.IsFinite).ToArray();
        return gains.Length == 0 ? null : new FinerTargetReport(Name) { Gain = gains.Average(), Rows = own.Rows };
    }

    private static IEnumerable<double> Decibels(OutputComparison comparison) =>
        comparison.Outputs.SelectMany(output => output.Parts.Count == 0 ? [output.Sqnr] : output.Parts.Select(part => part.Sqnr));
}
