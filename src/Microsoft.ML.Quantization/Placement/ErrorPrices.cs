using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What it costs, in nanoseconds that one would give to be without it, that INT8 makes errors: lets a placement weigh error against time.</summary>
/// <param name="Weights">The price of rounding a node's weights, by node name.</param>
/// <param name="Tensors">The price of rounding an activation tensor, by its name.</param>
/// <param name="CountsNodes">Whether as few nodes as possible are to leave INT8, instead of as little time as possible to be lost by it.</param>
internal sealed record ErrorPrices(IReadOnlyDictionary<string, double> Weights, IReadOnlyDictionary<string, double> Tensors, bool CountsNodes)
{
    /// <summary>
    /// What a node gains at least: one that INT8 does not make faster is there because its neighbours are in INT8, and no reason to take
    /// it out where they stay.
    /// </summary>
    private const double LeastGain = 1500;

    /// <summary>Prices beyond this, and those of an error that is no number, are as good as infinite; sums of them stay whole numbers.</summary>
    private const double Highest = 1e15;

    /// <summary>What a node gains in INT8, errors aside.</summary>
    public static double Gain(double? gain, bool countsNodes) => countsNodes ? LeastGain : Math.Max(gain ?? LeastGain, LeastGain);

    /// <summary>What a conversion costs.</summary>
    public static double Conversion(double? cost, bool countsNodes) => countsNodes ? 0 : cost ?? 0;

    public double PriceOf(NodeProto node) => Bounded(Weights.GetValueOrDefault(node.Name));

    public double PriceOf(string tensor) => Bounded(Tensors.GetValueOrDefault(tensor));

    private static double Bounded(double price) => price < Highest ? price : Highest;
}
