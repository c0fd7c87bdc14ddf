using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Targets;

/// <summary>A target that is other than ONNX Runtime's CPUs in all that a target can say, as several real ones are in part.</summary>
internal static class OtherTarget
{
    public const string Warning = "Nothing runs it.";

    public static QuantizationTarget Instance { get; } = new(new TargetDefinition
    {
        Name = nameof(OtherTarget),
        Description = "For tests.",
        Rules = new Rules(),
        Numbers = new TargetNumbers { HasSymmetricActivations = true, HasReducedWeights = true, HasIntegerBiases = false },
        Writer = new Writer(),
        Checks = new Checks(),
    });

    private sealed class Rules : PlacementRules
    {
        public override OperatorRules Operators { get; } = new(
            new("Conv", NodeRole.Convolution) { TakesActivation = true },
            new("Gemm", NodeRole.Convolution) { TakesActivation = true, HasOneScale = true },
            new("Flatten", NodeRole.SameScale),
            new("Softmax", NodeRole.Requantizing) { OutputRange = (0, 1) },
            new("Neg", NodeRole.Float) { WhyFloat = "no rule for Neg" });

        public override NodeRole ActivationRole => NodeRole.Attached;

        public override bool NeedsIntegerReaders => false;

        public override bool StoresTables => false;
    }

    private sealed class Writer : TargetWriter
    {
        public override void Save(OnnxModel model, string path) => File.WriteAllText(path, $"{model.Graph.Node.Count} nodes");

        public override bool NeedsBarrierBefore(string tensor, PlannedGraph graph) => true;
    }

    private sealed class Checks : TargetChecks
    {
        public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => _ => true;

        public override IEnumerable<string> Warnings(OnnxModel model) => [Warning];
    }
}
