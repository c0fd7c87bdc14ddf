using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Searches ranges on the INT8 model itself, run on calibration rows that are not held back.</summary>
/// <param name="model">The model that was observed.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class RangeSearch(ObservedModel model, IQuantizationProgress progress)
{
    /// <summary>Fewer rows mislead: what suits them may be worse on others.</summary>
    private const int FewestRows = 160;

    /// <summary>With fewer calibration rows in all, ranges are left to the other passes.</summary>
    private const int FewestCalibrationRows = 300;

    /// <summary>
    /// Models with more multiplications and additions a row are not small: what suits two hundred rows made some of them worse on others, though held-back
    /// rows of the same source had gained.
    /// </summary>
    private const double LargestRow = 1e8;

    /// <summary>
    /// The multiplications and additions that all INT8 models together may take, a minute or two of two cores. A limit in work, not in time: the same
    /// ranges come out everywhere.
    /// </summary>
    private const double MostWork = 2e13;

    /// <summary>What a row of a model takes at least: those with next to no multiplications are not free.</summary>
    private const double LeastWork = 1e6;

    /// <summary>Why there is no point in searching; <see langword="null"/> where there is.</summary>
    public string? Obstacle(long calibrationRows) =>
        calibrationRows < FewestCalibrationRows ? $"ranges are searched from {FewestCalibrationRows} calibration rows on"
        : WorkOfRow > LargestRow ? "ranges are searched for small nets, of 100 million multiplications a row at most"
        : model.Search.Rows.Length < FewestRows ? "rows are too large to keep as many as a search takes"
        : null;

    /// <summary>The moves that bring the model closer to FP32; none where no move does.</summary>
    public IReadOnlyDictionary<string, RangeMove> Run(CalibratedModel calibrated)
    {
        if (model.Search.IsEmpty || Most < 2)
        {
            return new Dictionary<string, RangeMove>();
        }

        var numbers = calibrated.Settings.Target.Numbers;
        var descent = new RangeDescent(
            [.. Tensors(calibrated)],
            sets => Measure(calibrated, sets),
            (tensor, one, other) => numbers.Activation(one.Of(tensor).Low, one.Of(tensor).High) == numbers.Activation(other.Of(tensor).Low, other.Of(tensor).High),
            Most);
        var moves = descent.Run(done => progress.Step("Searched ranges", done, descent.Steps));
        progress.Message($"Of {descent.Measured} INT8 models with other ranges on {model.Search.Rows.Length} rows, {moves.Count} tensors have other ranges now: {Words.Fixed(descent.Gain, 2)} dB closer to FP32.");
        return moves;
    }

    private double WorkOfRow => Math.Max(LeastWork, MultiplyAdds.Count(model.Prepared.Graph, model.Shapes));

    private long Most => (long)(MostWork / Math.Max(1, model.Search.Rows.Length) / WorkOfRow);

    private static IEnumerable<(CalibratedTensor Tensor, bool MayNarrow)> Tensors(CalibratedModel calibrated)
    {
        var plan = calibrated.Plan;
        var fixedRanges = plan.Tensors.Where(tensor => tensor.FixedRange != null).Select(tensor => tensor.RangeOf).ToHashSet(StringComparer.Ordinal);
        var behind = TensorsBehindWeights.Find(new GraphIndex(calibrated.Prepared.Graph));
        var wide = plan.Tensors.Where(tensor => behind.Contains(tensor.Name)).Select(tensor => tensor.RangeOf).ToHashSet(StringComparer.Ordinal);
        foreach (string name in plan.ObservedTensors.Where(name => !fixedRanges.Contains(name)))
        {
            if (calibrated.Table.TryGetTensor(name, out var tensor))
            {
                yield return (tensor, !wide.Contains(name));
            }
        }
    }

    private double[][] Measure(CalibratedModel calibrated, IReadOnlyList<IReadOnlyDictionary<string, RangeMove>> sets)
    {
        var settings = calibrated.Options.RunSettings;
        int threads = settings.Threads ?? Environment.ProcessorCount;
        var errors = new double[sets.Count][];
        var ofOne = new PartErrors(model.Search, settings with { Threads = Math.Max(1, threads / sets.Count) });
        Parallel.For(0, errors.Length, settings.Parallel, i => errors[i] = ofOne.Measure(Rewrite(calibrated, RangeDescentPass.Move(calibrated.Table, sets[i]))));
        return errors;
    }

    /// <summary>The INT8 model with other ranges; bias integers, and the least scales of weights, follow them.</summary>
    private static OnnxModel Rewrite(CalibratedModel model, CalibrationTable table)
    {
        var settings = model.Settings with { Activations = CalibratedModel.Parameters(table, model.Settings.Target.Numbers) };
        var corrections = model.Options.BiasCorrection ? BiasCorrections.Compute(model.Prepared, model.Plan, table.ChannelMeans, settings) : [];
        return QdqRewriter.Rewrite(model.Prepared, model.Plan, settings with { BiasCorrections = corrections });
    }
}
