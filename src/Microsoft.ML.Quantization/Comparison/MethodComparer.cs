using System.Diagnostics;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Makes a model by each method, from one pass over the calibration rows, and measures all on one pass over the validation rows.</summary>
internal sealed class MethodComparer(ComparisonJob job, ObservedModel model, IQuantizationProgress progress)
{
    /// <param name="job">What to compare.</param>
    /// <param name="progress">Told of every step.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or a row, a label or the FP32 model's output does not fit the task.</exception>
    public static QuantizationComparison Run(ComparisonJob job, IQuantizationProgress progress)
    {
        PairedEvaluator.CheckLevel(job.Options.ConfidenceLevel);
        CandidateNames.Check(job.Candidates);
        var watch = Stopwatch.StartNew();
        QuantizationOptions[] configurations = [job.Quantization, .. job.Candidates.SelectMany(candidate => candidate.Configurations)];
        using var model = ObservedModel.Create(job.ModelFile, job.Calibration, configurations, progress);
        return new MethodComparer(job, model, progress).Run(watch.Elapsed);
    }

    private QuantizationComparison Run(TimeSpan observed)
    {
        List<MadeModel> made = [];
        try
        {
            Make(made);
            LeaveOutWhatCannotBeOpened(made);
            var early = Time(made);
            var shared = new SharedEvaluation(job, progress);
            var evaluations = shared.Run(model.Source, made);
            var layers = Layers();

            // What else the machine does changes over seconds and minutes, and does not slow all models alike.
            var latency = early?.And(Time(made)!);
            var table = new MeasuredMethods(model.Source.Bytes, latency, job.Options.ConfidenceLevel, made, evaluations);
            var methods = table.ToMethods();
            var metric = table.Metric;
            var chosen = Recommendation.Choose(methods, metric).Method;
            var taken = made.Find(each => each.Candidate.Name == chosen.Name)?.Result;
            var calibration = made.Find(each => each.Result != null)?.Result!.Calibration;
            return new QuantizationComparison(methods, metric)
            {
                ModelName = Path.GetFileName(job.ModelFile),
                Rows = table.Rows,
                CalibrationRows = calibration?.Rows ?? 0,
                IsOnCalibrationRows = calibration?.DataHash == shared.DataHash,
                ObservationTime = observed,
                Layers = layers,
                Report = chosen == methods[0] ? null : taken?.Report.Value,
            };
        }
        finally
        {
            made.ForEach(each => each.Result?.Model.Dispose());
        }
    }

    private void Make(List<MadeModel> made)
    {
        var context = new CandidateContext(job.ModelFile, model, job.Quantization, progress);
        foreach (var candidate in job.Candidates)
        {
            job.Quantization.CancellationToken.ThrowIfCancellationRequested();
            progress.Message($"Quantizing by '{candidate.Name}', {made.Count + 1} of {job.Candidates.Count}.");
            made.Add(Told(MadeModel.Make(candidate, context)));
            progress.Step("Quantized", made.Count, job.Candidates.Count);
        }
    }

    /// <summary>All models are timed in turn; <see langword="null"/> where there is no row.</summary>
    private LatencyRounds? Time(List<MadeModel> made)
    {
        if (model.Samples.ToArray() is not [var row, ..])
        {
            return null;
        }

        OnnxModel[] models = [model.Source, .. made.Where(each => each.IsTimed).Select(each => each.Result!.Model)];
        var limits = job.Options.HalfOfTiming ?? RoundLimits.OfHalfComparison(new FamilyLevel(job.Options.ConfidenceLevel, models.Length - 1).OfEach, models.Length);
        Func<IOpenModel>[] openings = Array.ConvertAll(models, Func<IOpenModel> (each) => () => new OpenModel(each, row, job.Quantization.RunSettings));
        return LatencyRounds.Measure(openings, limits, TimeProvider.System, progress, job.Quantization.CancellationToken);
    }

    private void LeaveOutWhatCannotBeOpened(List<MadeModel> made)
    {
        for (int i = 0; i < made.Count; i++)
        {
            try
            {
                using var run = made[i].Result is { } result ? new SampleRun(result.Model, job.Quantization.RunSettings) : null;
            }
            catch (Exception e) when (MadeModel.IsItsOwn(e))
            {
                made[i].Result!.Model.Dispose();
                made[i] = Told(new MadeModel(made[i].Candidate) { Error = e });
            }
        }
    }

    private IReadOnlyList<LayerSensitivity> Layers()
    {
        if (!job.Options.MeasureLayers || model.Samples.ToArray().Length == 0)
        {
            return [];
        }

        job.Quantization.CancellationToken.ThrowIfCancellationRequested();
        var calibrated = model.Calibrate(job.Quantization, progress);
        return calibrated.Plan.IsEmpty ? [] : SensitivityAnalysis.Run(model, calibrated, progress);
    }

    private MadeModel Told(MadeModel made)
    {
        if (made.Error is { } error)
        {
            progress.Warning($"'{made.Candidate.Name}' is left out of the comparison: {error.Message}");
        }

        return made;
    }
}
