using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.LiteRt;

namespace Microsoft.ML.Quantization.Targets.EdgeTpu;

/// <summary>What LiteRT runs in INT8, but dense layers have one scale for all weights: the compiler's dense layers know no others.</summary>
internal sealed class EdgeTpuRules : PlacementRules
{
    private static readonly PlacementRules LiteRt = new LiteRtRules(mayLeaveFloat: false);

    public override OperatorRules Operators { get; } = LiteRt.Operators.With([.. LiteRt.Operators.All.Where(rule => WeightedOperators.Find(rule.OperatorType) is { HasChannelsLast: true }).Select(rule => rule with { HasOneScale = true })]);

    public override bool NeedsIntegerReaders => LiteRt.NeedsIntegerReaders;

    public override bool MayLeaveFloat => LiteRt.MayLeaveFloat;

    public override bool StoresTables => LiteRt.StoresTables;
}
