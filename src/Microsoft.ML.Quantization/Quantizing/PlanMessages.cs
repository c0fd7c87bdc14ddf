using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Tells what runs in INT8, and what to do where nothing does.</summary>
internal static class PlanMessages
{
    /// <returns>What to do where nothing runs in INT8; empty where something does, or nothing can be done.</returns>
    public static string Report(ObservedModel model, CalibratedModel calibrated, IQuantizationProgress progress)
    {
        var plan = calibrated.Plan;
        string advice = plan.IsEmpty ? Advice(model, calibrated.Options) : "";
        progress.Message($"{plan.IntegerNodes} of {plan.Nodes.Count} nodes run in INT8, {plan.ObservedTensors.Count()} activation tensors {(calibrated.Options.CalibrationTable == null ? "calibrated" : "take their range from the calibration table")}.");
        if (plan.IsEmpty)
        {
            string what = plan.ChangesNothing ? "is returned as it is" : "has nothing in INT8 but the tables that it looks up in";
            progress.Warning($"Model '{model.Source.SourcePath}' has no node that can run in INT8{(advice.Length == 0 ? "" : " at a gain")} and {what}. {advice}{(advice.Length == 0 ? "" : " ")}{plan.FirstReason}");
        }

        return advice;
    }

    /// <summary>What would let something run in INT8, where speed alone keeps all of it in FP32.</summary>
    private static string Advice(ObservedModel model, QuantizationOptions options)
    {
        if (!options.OnlyWhereFaster)
        {
            return "";
        }

        int count = model.Plan(options with { OnlyWhereFaster = false }) is { IsEmpty: false } plan ? plan.IntegerNodes : 0;
        return count == 0 ? "" : $"OnlyWhereFaster leaves {count} nodes in FP32 that INT8 is not expected to make faster: set it to false to have them in INT8 all the same.";
    }
}
