using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>
/// Leaves last convolutions in FP32 whose range swallows what an output is made from: a head whose logits reach from -1,400 to 10 has steps of 5.6, and
/// a detector finds nothing any more. It is done only where the output, measured on some rows, is far from FP32's, comes much closer
/// by it, and next to no time is lost, by what nodes cost, not by a clock: the same model comes out everywhere.
/// </summary>
internal static class LastLayers
{
    /// <summary>An output must gain so many decibels.</summary>
    private const double LeastGain = 3;

    /// <summary>The part of the time gained by INT8 that may be lost.</summary>
    private const double LargestShare = 0.1;

    private const int MostRows = 8;

    /// <summary>The rows together take no more work than this, some tenths of a second.</summary>
    private const double MostWork = 1e10;

    /// <summary>Options with which a plan's last convolutions are in FP32; <see langword="null"/> where it has none, or INT8 was asked for whether it is faster or not.</summary>
    public static QuantizationOptions? Without(ObservedModel model, QuantizationPlan plan, QuantizationOptions options) =>
        options.OnlyWhereFaster && LastConvolution.Find(model.Prepared.Graph, plan) is { Count: > 0 } last ? Excluding(options, last.Select(layer => layer.Node)) : null;

    /// <summary>The plan that a saved table was made with.</summary>
    public static QuantizationPlan AsSaved(ObservedModel model, QuantizationPlan plan, QuantizationOptions options)
    {
        if (options.CalibrationTable is not { FloatNodes.Count: > 0 } table || !options.OnlyWhereFaster)
        {
            return plan;
        }

        var left = LastConvolution.Find(model.Prepared.Graph, plan).Where(layer => table.FloatNodes.Contains(layer.Node)).ToArray();
        return left.Length == 0 ? plan : Explained(model.Plan(Excluding(options, left.Select(layer => layer.Node))), left);
    }

    /// <summary>The calibrated model, or one that leaves some last convolutions in FP32.</summary>
    public static CalibratedModel Settle(ObservedModel model, CalibratedModel calibrated, IQuantizationProgress progress)
    {
        var last = calibrated.Options.OnlyWhereFaster ? LastConvolution.Find(model.Prepared.Graph, calibrated.Plan) : [];
        var rows = last.Count == 0 ? [] : Rows(model);
        if (rows.Length == 0)
        {
            return calibrated;
        }

        using var source = new SampleRun(model.Source, calibrated.Options.RunSettings);
        var before = Measure(source, calibrated, rows);
        string[] bad = [.. before.Where(output => output.Sqnr < Verdict.LowSqnr).Select(output => output.Name)];
        var layers = last.Where(layer => layer.Outputs.Any(bad.Contains)).OrderByDescending(layer => calibrated.Settings.Activations[layer.Tensor].Scale).ToList();
        if (Cheapest(model, calibrated, layers) is not { } mended)
        {
            return calibrated;
        }

        var after = Measure(source, mended, rows);
        string[] gained = [.. before.Zip(after).Where(pair => bad.Contains(pair.First.Name) && pair.Second.Sqnr >= pair.First.Sqnr + LeastGain).Select(pair => $"'{pair.First.Name}' from {Words.Decibels(pair.First.Sqnr)} to {Words.Decibels(pair.Second.Sqnr)}")];
        if (gained.Length == 0)
        {
            return calibrated;
        }

        progress.Message($"Leaving {string.Join(", ", layers.Select(layer => $"'{layer.Node}'"))} in FP32, whose INT8 ranges swallow what outputs are made from, brings output {string.Join(", ", gained)}.");
        return mended;
    }

    /// <summary>As many of the layers in FP32 as cost next to nothing; those left over are taken out of the list, the finest steps first.</summary>
    private static CalibratedModel? Cheapest(ObservedModel model, CalibratedModel calibrated, List<LastConvolution> layers)
    {
        var time = new PlanTime(model.Prepared.Graph, calibrated.Settings.Target.Rules, model.Shapes, countsNodes: false);
        double before = time.Estimate(calibrated.Plan);
        for (; layers.Count > 0; layers.RemoveAt(layers.Count - 1))
        {
            var options = Excluding(calibrated.Options, layers.Select(layer => layer.Node));
            var plan = Explained(model.Plan(options), layers);
            if (time.Estimate(plan) - before <= LargestShare * Math.Abs(before) && model.CanCalibrate(plan, options))
            {
                return calibrated.With(plan, [.. layers.Select(layer => layer.Node)]);
            }
        }

        return null;
    }

    private static IReadOnlyList<OutputReport> Measure(SampleRun source, CalibratedModel calibrated, TensorValue[][] rows)
    {
        using var run = new SampleRun(calibrated.Rewrite(), calibrated.Options.RunSettings);
        return OutputComparison.Run(source, run, rows).Outputs;
    }

    private static TensorValue[][] Rows(ObservedModel model)
    {
        var rows = model.Samples.ToArray();
        double work = Math.Max(1, MultiplyAdds.Count(model.Prepared.Graph, model.Shapes));
        return SpreadRows.Take(rows, (int)Math.Clamp(MostWork / work, 1, MostRows));
    }

    private static QuantizationOptions Excluding(QuantizationOptions options, IEnumerable<string> nodes) =>
        options with { ExcludedNodes = [.. options.ExcludedNodes.Union(nodes, StringComparer.Ordinal)] };

    private static QuantizationPlan Explained(QuantizationPlan plan, IReadOnlyList<LastConvolution> left) => plan with
    {
        Nodes = [.. plan.Nodes.Select(node => left.Any(layer => layer.Node == node.Name) ? node with { Reason = "the steps of its INT8 range would swallow what outputs are made from" } : node)],
    };
}
