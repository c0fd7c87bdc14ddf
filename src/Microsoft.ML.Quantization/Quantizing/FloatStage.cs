using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>A kind of node that is left in FP32 where its INT8 range swallows what outputs are made from, and when it is.</summary>
internal abstract class FloatStage
{
    /// <summary>Concats first: they cost next to nothing, and what is before them may then have a fine range of its own.</summary>
    public static IReadOnlyList<FloatStage> All { get; } = [new ConcatStage(), new ConvolutionStage()];

    /// <summary>Why a node stays in FP32.</summary>
    public abstract string Reason { get; }

    /// <summary>An output, or a part of one, of this SQNR or more is left as it is.</summary>
    public abstract double Enough { get; }

    /// <summary>One of lower SQNR must gain so many decibels.</summary>
    public abstract double LeastGain { get; }

    /// <summary>Whether the nodes compute nothing: where a target has no costs, they count for nothing.</summary>
    public virtual bool OnlyMoves => false;

    /// <summary>The nodes of a plan.</summary>
    public abstract IReadOnlyList<SwallowingNode> Find(GraphProto graph, QuantizationPlan plan, OperatorRules operators);

    /// <summary>Those whose range may be to blame.</summary>
    /// <param name="model">The model.</param>
    /// <param name="found">What was found of its plan.</param>
    /// <param name="calibrated">The ranges.</param>
    /// <param name="without">The ranges where none of them is in INT8.</param>
    public virtual IEnumerable<SwallowingNode> Suspects(ObservedModel model, IReadOnlyList<SwallowingNode> found, CalibratedModel calibrated, Func<CalibratedModel> without) => found;

    private sealed class ConvolutionStage : FloatStage
    {
        public override string Reason => "the steps of its INT8 range would swallow what outputs are made from";

        public override double Enough => Verdict.LowSqnr;

        public override double LeastGain => 3;

        public override IReadOnlyList<SwallowingNode> Find(GraphProto graph, QuantizationPlan plan, OperatorRules operators) => LastConvolutions.Find(graph, plan);
    }

    private sealed class ConcatStage : FloatStage
    {
        public override string Reason => "its inputs have unlike ranges, and one range for all would swallow the small ones";

        public override bool OnlyMoves => true;

        public override double Enough => 40;

        public override double LeastGain => 1;

        public override IReadOnlyList<SwallowingNode> Find(GraphProto graph, QuantizationPlan plan, OperatorRules operators) => JoinedParts.Find(graph, plan, operators);

        public override IEnumerable<SwallowingNode> Suspects(ObservedModel model, IReadOnlyList<SwallowingNode> found, CalibratedModel calibrated, Func<CalibratedModel> without)
        {
            var together = Steps(calibrated);
            var apart = Steps(without());
            var nodes = model.Prepared.Graph.Node.ToDictionary(node => node.Name, StringComparer.Ordinal);
            return found.Where(concat => JoinedParts.IsUnlike(nodes[concat.Node], together[concat.Tensor], input => apart.TryGetValue(input, out double step) ? step : null));
        }

        private static Dictionary<string, double> Steps(CalibratedModel model) =>
            model.Plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => (double)model.Settings.Activations[tensor.RangeOf].Scale, StringComparer.Ordinal);
    }
}
