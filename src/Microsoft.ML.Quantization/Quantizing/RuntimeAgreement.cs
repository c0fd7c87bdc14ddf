using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>
/// Plans until ONNX Runtime runs in INT8 what is planned in INT8. The rules of placement say what it fuses; its optimized graph says what it
/// did fuse, and where the two differ the plan gives way: the weights of a node that is not fused are dequantized in every call.
/// </summary>
internal static class RuntimeAgreement
{
    /// <summary>Every round takes nodes out of INT8, and hardly any model needs a second one.</summary>
    private const int MostRounds = 8;

    /// <param name="model">The model.</param>
    /// <param name="plan">The plan to begin with.</param>
    /// <param name="options">The options it was made by.</param>
    /// <param name="progress">Told what was repaired.</param>
    /// <returns>The model with a plan that ONNX Runtime carries out.</returns>
    public static CalibratedModel Reach(ObservedModel model, QuantizationPlan plan, QuantizationOptions options, IQuantizationProgress progress)
    {
        var repairs = PlanRepairs.None;
        List<QuantizationPlan> earlier = [];
        for (int round = 1; ; round++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var calibrated = new CalibratedModel(model, plan, model.Calibrate(plan, options, earlier), options, progress);
            var unfused = calibrated.Unfused();
            if (unfused.Count == 0)
            {
                return calibrated;
            }

            earlier.Add(plan);
            repairs = repairs.With(unfused);
            progress.Message($"ONNX Runtime leaves {unfused.Count} nodes in FP32 that were planned in INT8, '{unfused[0].Name}' ({unfused[0].OperatorType}) the first: {(round < MostRounds ? "they are planned anew" : "all stay in FP32")}.");
            var next = round < MostRounds ? Next(model, plan, options, repairs) : plan.AllFloat("ONNX Runtime did not run the model's INT8 as planned");
            plan = model.CanCalibrate(next, options) ? next : plan.AllFloat("ONNX Runtime did not run its neighbours in INT8 as planned");
        }
    }

    /// <summary>The plan with repairs. Tensors that are quantized by themselves now, and were not observed, keep the range that they shared.</summary>
    private static QuantizationPlan Next(ObservedModel model, QuantizationPlan plan, QuantizationOptions options, PlanRepairs repairs)
    {
        var next = model.Plan(options, repairs);
        var before = plan.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        return next with
        {
            Nodes = [.. next.Nodes.Zip(plan.Nodes, (now, then) => now.Role == then.Role && !repairs.Barriers.Contains(now.Name) ? then : now)],
            Tensors = [.. next.Tensors.Select(tensor => model.CanCalibrate(tensor.RangeOf, options) ? tensor : before.GetValueOrDefault(tensor.Name, tensor))],
        };
    }
}
