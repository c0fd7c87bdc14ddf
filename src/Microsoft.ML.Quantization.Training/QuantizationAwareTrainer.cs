using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Training.Export;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Learning;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization;

/// <summary>Calibrates an FP32 model, fine-tunes it with fake quantization and writes its INT8 form.</summary>
internal static class QuantizationAwareTrainer
{
    private const int RowsToCheck = 1000;

    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="calibration">Calibration rows, enumerated once.</param>
    /// <param name="set">The data to train on.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told of every step.</param>
    public static QuantizationResult Run(
        string modelFile, IEnumerable<TensorValue[]> calibration, TrainingSet set, QuantizationAwareTrainingOptions options, IQuantizationProgress progress)
    {
        TorchSharpRuntime.EnsureLoaded();
        using var threads = new ThreadCount(options.Threads);
        using var observed = ObservedModel.Create(modelFile, calibration, [options.Quantization], progress);
        var calibrated = observed.Calibrate(options.Quantization, progress);
        if (calibrated.Plan.IsEmpty)
        {
            progress.Warning($"Nothing of '{modelFile}' runs in INT8, so there is nothing to train. Set Quantization.OnlyWhereFaster to false to quantize it all the same.");
            return calibrated.Write();
        }

        var target = device(options.Device);
        using var teacher = new TorchGraph(calibrated.Prepared, target);
        teacher.eval();
        TrainingRow[] samples = [.. set.Rows.Read().Take(2)];
        if (samples.Length == 0)
        {
            throw new InvalidOperationException($"There are no rows to train '{modelFile}' on.");
        }

        var objective = ObjectiveFactory.Create(calibrated.Prepared, teacher, samples[0], set.Labels?.AreClasses, options);
        TrainingSetCheck.Run(set, objective, teacher, samples[0], options);

        var start = BiasEdits.Apply(calibrated.Prepared, calibrated.Corrections());
        using var model = new TrainableModel(
            new TorchGraph(start, target, relative: options.Optimizer != TrainingOptimizer.Sgd), new FakeQuantizer(calibrated.Plan, start, calibrated.Settings, options.Scales == ScaleTraining.Learned, target));
        string? refusal = StackingTrial.Refusal(teacher, objective.Head.Output, samples, target);
        if (refusal != null)
        {
            progress.Warning($"'{modelFile}' learns row by row: {refusal}.");
        }

        var rows = new TrainingRows(set.Rows, set.Validation, options);
        var told = new TrainingProgress(progress, options.Epochs, rows.LearnedCount);
        var best = new TrainingLoop(model, rows, options, TrainingFingerprint.Of(calibrated.Table, options), told).Run(teacher, objective, refusal != null);
        told.Finished(best);

        var result = Export(calibrated, start, model, options);
        if (options.CancellationToken.IsCancellationRequested)
        {
            return result;
        }

        progress.Message(ExportCheck.Of(model, result.Model, objective.Head.Output, (best.Score.Rows > 0 ? rows.HeldBack() : set.Rows.Read()).Take(RowsToCheck), target).ToString());
        return result;
    }

    private static QuantizationResult Export(CalibratedModel calibrated, OnnxModel start, TrainableModel model, QuantizationAwareTrainingOptions options)
    {
        var table = TrainedRanges.Write(calibrated.Table, model.Quantizer);
        var scales = model.Quantizer.WeightsByNode
            .Where(weights => weights.Value.Scale != null)
            .ToDictionary(weights => weights.Key, weights => weights.Value.Scale!.Values, StringComparer.Ordinal);
        var settings = calibrated.Settings with { Activations = CalibratedModel.Parameters(table), WeightScales = scales };
        var records = Provenance.Records(options.Quantization, table).Append(KeyValuePair.Create(ModelProvenance.Training, TrainingFingerprint.Describe(options)));
        return calibrated.Write(TrainedWeights.Write(start, model.Graph), table, settings, records);
    }
}
