using System.Globalization;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What most likely makes an output wrong, told by what calibration saw, without running anything.</summary>
/// <param name="Words">The tensor or the layer and what is wrong with it, as a part of a sentence.</param>
/// <param name="Nodes">The nodes to leave in FP32 against it.</param>
/// <param name="Scales">Whether scaling channels between layers can mend it.</param>
internal sealed record LikelyCause(string Words, IReadOnlyList<string> Nodes, bool Scales)
{
    private const int MostNodes = 3;

    /// <summary>Weights with one scale whose channels are so far apart are worse than any tensor.</summary>
    private const double UnevenWeights = 16;

    /// <returns><see langword="null"/> where nothing is known of the tensors behind the output.</returns>
    public static LikelyCause? Find(string output, Evidence evidence)
    {
        var upstream = evidence.Facts.Upstream(output);
        if (!evidence.HasScaleForEachChannel && Uneven(evidence.Facts.NodesBehind(output), evidence) is { } weights)
        {
            return weights;
        }

        var ranges = evidence.Plan.Tensors.Where(tensor => upstream.Contains(tensor.Name)).Select(tensor => tensor.RangeOf).ToHashSet(StringComparer.Ordinal);
        var tensors = evidence.Table.Tensors.Where(tensor => ranges.Contains(tensor.Name))
            .Select(tensor => (Tensor: tensor, Resolution: TensorResolution.Measure(tensor, evidence.Target.Numbers))).Where(pair => pair.Resolution != null).ToArray();
        if (tensors.Length == 0)
        {
            return null;
        }

        var (worst, resolution) = tensors.MinBy(pair => pair.Resolution!.Value.Decibels);
        return resolution!.Value.IsCoarse
            ? new LikelyCause($"{Named(worst.Name, evidence)}: {Why(worst, resolution.Value)}", Readers(worst.Name, evidence), Scales: evidence.Facts.MakerOf(worst.Name) is { CanScale: true })
            : Noisiest(tensors.Select(pair => pair.Tensor).MinBy(tensor => tensor.Sqnr)!, evidence);
    }

    private static LikelyCause Noisiest(CalibratedTensor tensor, Evidence evidence) => new(
        string.Create(CultureInfo.InvariantCulture, $"rounding that adds up over many layers; the noisiest tensor by itself is {Named(tensor.Name, evidence)}, {tensor.Sqnr:0.0} dB"),
        Readers(tensor.Name, evidence),
        Scales: true);

    private static LikelyCause? Uneven(IEnumerable<string> nodes, Evidence evidence)
    {
        var worst = nodes.Select(node => (Name: node, Spread: evidence.Facts.WeightsOfNode(node)?.Spread ?? 1)).OrderByDescending(node => node.Spread).FirstOrDefault();
        return worst.Spread < UnevenWeights
            ? null
            : new LikelyCause(string.Create(CultureInfo.InvariantCulture, $"the weights of node '{worst.Name}', which share one scale: their widest channel is {worst.Spread:G3} times as wide as their narrowest"), [worst.Name], Scales: true);
    }

    private static string Why(CalibratedTensor tensor, TensorResolution resolution) => resolution.IsOffset
        ? string.Create(CultureInfo.InvariantCulture, $"its values lie between {tensor.Minimum:G4} and {tensor.Maximum:G4}, and as INT8's range has to include 0, its steps are {resolution.Step:G3}")
        : string.Create(CultureInfo.InvariantCulture, $"its INT8 range, {tensor.Low:G4} to {tensor.High:G4}, has steps of {resolution.Step:G3}, but a quarter of its values are smaller than {resolution.Typical:G3}");

    private static string Named(string tensor, Evidence evidence) => evidence.Facts.MakerOf(tensor) is { } maker
        ? $"tensor '{tensor}' (made by {maker.OperatorType} '{maker.Node}')"
        : evidence.Facts.IsKnown ? $"tensor '{tensor}' (an input of the model)" : $"tensor '{tensor}'";

    /// <summary>The INT8 nodes that read the tensor: without them it is not quantized.</summary>
    private static string[] Readers(string tensor, Evidence evidence) =>
        [.. evidence.Facts.ReadersOf(tensor).Intersect(evidence.Plan.Nodes.Where(node => node.IsQuantized).Select(node => node.Name), StringComparer.Ordinal).Take(MostNodes)];
}
