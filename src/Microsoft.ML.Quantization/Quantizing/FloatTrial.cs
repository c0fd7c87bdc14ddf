using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Tries nodes in FP32 on some rows and leaves those there that are worth it.</summary>
internal sealed class FloatTrial(ObservedModel model, IQuantizationProgress progress) : IDisposable
{
    /// <summary>The part of the time gained by INT8 that may be lost.</summary>
    private const double LargestShare = 0.1;

    private const int MostRows = 8;

    /// <summary>The rows together take no more work than this, some tenths of a second.</summary>
    private const double MostWork = 1e10;

    private SampleRun? _source;

    /// <summary>The model with the nodes of a stage in FP32 that are worth it.</summary>
    public CalibratedModel Settle(CalibratedModel calibrated, FloatStage stage)
    {
        var found = stage.Find(model.Prepared.Graph, calibrated.Plan, FloatNodes.Operators(calibrated.Options));
        var rows = found.Count == 0 ? [] : Rows();
        if (rows.Length == 0)
        {
            return calibrated;
        }

        SwallowingNode[] suspects = [.. stage.Suspects(model, found, calibrated, () => FloatNodes.Leave(model, calibrated, [.. found.Select(node => node.Node)], stage.Reason) ?? calibrated)];
        if (suspects.Length == 0)
        {
            return calibrated;
        }

        var before = Measure(calibrated, rows);
        var nodes = suspects.Where(node => before.Any(part => part.Sqnr < stage.Enough && node.Outputs.Contains(part.Output))).OrderByDescending(node => calibrated.Settings.Activations[RangeOf(node, calibrated)].Scale).ToList();
        if (Cheapest(calibrated, nodes, stage) is not { } mended)
        {
            return calibrated;
        }

        var after = Measure(mended, rows);
        string[] gained = [.. before.Zip(after).Where(pair => pair.First.Sqnr < stage.Enough && pair.Second.Sqnr >= pair.First.Sqnr + stage.LeastGain).Select(pair => $"'{pair.First.Name}' from {Words.Decibels(pair.First.Sqnr)} to {Words.Decibels(pair.Second.Sqnr)}")];
        if (gained.Length == 0 || mended.Unfused().Count > 0)
        {
            return calibrated;
        }

        progress.Message($"Leaving {string.Join(", ", nodes.Select(node => $"'{node.Node}'"))} in FP32, as {stage.Reason}, brings output {string.Join(", ", gained)}.");
        return mended;
    }

    public void Dispose() => _source?.Dispose();

    /// <summary>As many of the nodes in FP32 as cost next to nothing; those left over are taken out of the list, the finest steps first.</summary>
    private CalibratedModel? Cheapest(CalibratedModel calibrated, List<SwallowingNode> nodes, FloatStage stage)
    {
        var rules = calibrated.Settings.Target.Rules;
        var time = new PlanTime(model.Prepared.Graph, rules, model.Shapes, countsNodes: false);
        bool isFree = stage.OnlyMoves && rules.Costs(new GraphIndex(model.Prepared.Graph), model.Shapes) == null;
        double before = time.Estimate(calibrated.Plan);
        for (; nodes.Count > 0; nodes.RemoveAt(nodes.Count - 1))
        {
            if (FloatNodes.Leave(model, calibrated, [.. nodes.Select(node => node.Node)], stage.Reason) is { } left && (isFree || time.Estimate(left.Plan) - before <= LargestShare * Math.Abs(before)))
            {
                return left;
            }
        }

        return null;
    }

    /// <summary>The SQNR of each output and of each part of one, always in the same order.</summary>
    private (string Name, string Output, double Sqnr)[] Measure(CalibratedModel calibrated, TensorValue[][] rows)
    {
        _source ??= new SampleRun(model.Source, calibrated.Options.RunSettings);
        using var run = new SampleRun(calibrated.Rewrite(), calibrated.Options.RunSettings);
        return [.. OutputComparison.Run(_source, run, rows).Outputs.SelectMany(output => output.Parts.Select(part => (part.Name, output.Name, part.Sqnr)).Prepend((output.Name, output.Name, output.Sqnr)))];
    }

    private TensorValue[][] Rows()
    {
        var rows = model.Samples.ToArray();
        double work = Math.Max(1, MultiplyAdds.Count(model.Prepared.Graph, model.Shapes));
        return SpreadRows.Take(rows, (int)Math.Clamp(MostWork / work, 1, MostRows));
    }

    private static string RangeOf(SwallowingNode node, CalibratedModel calibrated) => calibrated.Plan.Tensors.First(tensor => tensor.Name == node.Tensor).RangeOf;
}
