using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>Costs by name; those that are not named are 0, and those that are NaN are not known.</summary>
internal sealed class KnownCosts : NodeCosts
{
    public Dictionary<string, double> Gains { get; init; } = [];

    public Dictionary<string, double> Conversions { get; init; } = [];

    public Dictionary<(string Tensor, bool HasActivation), double> Apart { get; init; } = [];

    public override double? Gain(NodeProto node) => Known(Gains.GetValueOrDefault(node.Name));

    public override double? Conversion(string tensor) => Known(Conversions.GetValueOrDefault(tensor));

    public override double? Unfused(string tensor, bool hasActivation) => Known(Apart.GetValueOrDefault((tensor, hasActivation)));

    public PlacementRules Rules => new Costed(this);

    private static double? Known(double cost) => double.IsNaN(cost) ? null : cost;

    private sealed class Costed(NodeCosts costs) : PlacementRules
    {
        public override OperatorRules Operators => QuantizerRun.Target.Rules.Operators;

        public override NodeCosts? Costs(GraphIndex graph, TensorShapes shapes) => costs;
    }
}
