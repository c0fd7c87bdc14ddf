using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>
/// Leaves nodes in FP32 whose INT8 range swallows what an output is made from: a last convolution whose logits reach from -1,400 to 10 has steps of 5.6, and a
/// Concat of boxes of 0 to 640 and scores of 0 to 1 has steps of 2.5, and a detector finds nothing any more. It is done only where the output, or a part of it,
/// measured on some rows, is far from FP32's, comes much closer by it, and next to no time is lost, by what nodes cost, not by a clock: the same model comes out
/// everywhere.
/// </summary>
internal static class FloatNodes
{
    /// <summary>
    /// Plans that leave such nodes in FP32, whose ranges are observed too, and those of the nodes themselves, as some may be left and others not: which are is told only
    /// when ranges are known.
    /// </summary>
    public static IEnumerable<(QuantizationPlan Plan, QuantizationOptions Options)> Alternatives(ObservedModel model, QuantizationPlan plan, QuantizationOptions options)
    {
        List<(QuantizationPlan Plan, QuantizationOptions Options)> all = [(plan, options)];
        foreach (var stage in AreLeft(options) ? FloatStage.All : [])
        {
            foreach (var (from, by) in all.ToArray())
            {
                if (stage.Find(model.Prepared.Graph, from, Operators(options)) is { Count: > 0 } found)
                {
                    var without = Excluding(by, found.Select(node => node.Node));
                    var apart = model.Plan(without);
                    all.Add((apart with { Tensors = [.. apart.Tensors, .. found.Select(node => node.Tensor).Except(apart.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal).Select(tensor => new TensorPlan(tensor, tensor))] }, without));
                }
            }
        }

        return all.Skip(1);
    }

    /// <summary>The plan that a saved table was made with.</summary>
    public static QuantizationPlan AsSaved(ObservedModel model, QuantizationPlan plan, QuantizationOptions options)
    {
        if (options.CalibrationTable is not { FloatNodes.Count: > 0 } table || !AreLeft(options))
        {
            return plan;
        }

        foreach (var stage in FloatStage.All)
        {
            string[] left = [.. stage.Find(model.Prepared.Graph, plan, Operators(options)).Select(node => node.Node).Where(table.FloatNodes.Contains)];
            if (left.Length > 0)
            {
                options = Excluding(options, left);
                plan = Explained(model.Plan(options), plan, left, stage.Reason);
            }
        }

        return plan;
    }

    /// <summary>The calibrated model, or one that leaves some nodes in FP32.</summary>
    public static CalibratedModel Settle(ObservedModel model, CalibratedModel calibrated, IQuantizationProgress progress)
    {
        if (!AreLeft(calibrated.Options) || calibrated.IsFloat)
        {
            return calibrated;
        }

        using var trial = new FloatTrial(model, progress);
        return FloatStage.All.Aggregate(calibrated, trial.Settle);
    }

    /// <summary>A model that leaves nodes in FP32 which are in INT8 now.</summary>
    /// <returns><see langword="null"/> where it needs what was not observed.</returns>
    public static CalibratedModel? Leave(ObservedModel model, CalibratedModel calibrated, IReadOnlyList<string> nodes, string reason)
    {
        string[] all = [.. calibrated.Table.FloatNodes, .. nodes];
        var options = Excluding(calibrated.Options, all);
        var plan = Explained(model.Plan(options), calibrated.Plan, nodes, reason);
        return model.CanCalibrate(plan, options) ? calibrated.With(plan, all) : null;
    }

    public static OperatorRules Operators(QuantizationOptions options) => options.Target.Definition.Rules.Operators;

    private static bool AreLeft(QuantizationOptions options) => options.OnlyWhereFaster && options.Target.Definition.Rules.MayLeaveFloat;

    private static QuantizationOptions Excluding(QuantizationOptions options, IEnumerable<string> nodes) =>
        options with { ExcludedNodes = [.. options.ExcludedNodes.Union(nodes, StringComparer.Ordinal)] };

    /// <summary>A plan with the reasons of the one it comes from for nodes that it left already.</summary>
    private static QuantizationPlan Explained(QuantizationPlan plan, QuantizationPlan before, IReadOnlyCollection<string> left, string reason)
    {
        var earlier = before.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        return plan with { Nodes = [.. plan.Nodes.Select(node => left.Contains(node.Name) ? node with { Reason = reason } : earlier[node.Name].Role == node.Role ? earlier[node.Name] : node)] };
    }
}
