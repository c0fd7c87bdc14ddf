using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Export;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using Microsoft.ML.Quantization.Training.Learning;
using Microsoft.ML.Quantization.Training.Native;

namespace Microsoft.ML.Quantization.Training.Quantizing;

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
        using var observed = ObservedModel.Create(modelFile, calibration, [options.Quantization], progress);
        return Run(observed, set, options, progress);
    }

    /// <param name="observed">The FP32 model and what a calibration pass showed of it.</param>
    /// <param name="set">The data to train on.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told of every step.</param>
    public static QuantizationResult Run(ObservedModel observed, TrainingSet set, QuantizationAwareTrainingOptions options, IQuantizationProgress progress)
    {
        TorchSharpRuntime.EnsureLoaded();
        using var threads = new ThreadCount(options.Threads);
        using var heap = new HeapRetention();
        var calibrated = observed.Calibrate(options.Quantization, progress);
        if (calibrated.IsFloat)
        {
            progress.Warning($"Nothing of '{observed.Source.SourcePath}' runs in INT8, so there is nothing to train. Set Quantization.OnlyWhereFaster to false to quantize it all the same.");
            return calibrated.Write();
        }

        return Train(calibrated, set, options, progress);
    }

    private static QuantizationResult Train(CalibratedModel calibrated, TrainingSet set, QuantizationAwareTrainingOptions options, IQuantizationProgress progress)
    {
        try
        {
            return TrainGuarded(calibrated, set, options, progress);
        }
        catch (ExternalException e)
        {
            throw new InvalidOperationException(
                $"TorchSharp gave up on training '{calibrated.Prepared.SourcePath}': {LibTorchErrors.Describe(e)}. Where memory is short, a smaller BatchSize helps; else quantize the model without training (mlContext.Transforms.Quantize).", e);
        }
    }

    private static QuantizationResult TrainGuarded(CalibratedModel calibrated, TrainingSet set, QuantizationAwareTrainingOptions options, IQuantizationProgress progress)
    {
        using var teacher = new TorchGraph(calibrated.Original, OperatorHandlers.Find, TrainingDevice.Parse(options.Device));
        teacher.eval();
        var task = TrainingTask.Create(calibrated.Prepared, teacher, set, options);
        if (task.RowByRow != null)
        {
            progress.Warning($"'{calibrated.Prepared.SourcePath}' learns row by row: {task.RowByRow}.");
        }

        using var model = TrainableModel.Create(calibrated, options);
        var rows = new TrainingRows(set.Rows, set.Validation, options);
        var told = new TrainingProgress(progress, options.Epochs, rows.LearnedCount);
        var best = new TrainingLoop(model, rows, options, TrainingFingerprint.Compute(model.Start, options), told).Run(teacher, task);
        told.Finished(best);

        var result = TrainedModel.Write(model, options);
        try
        {
            var checkedRows = best.Score.Rows > 0 ? rows.HeldBack() : set.Rows.Read();
            var check = ExportCheck.Run(model, result.Model, task.Objective.Head.Output, checkedRows.Take(RowsToCheck), TrainingDevice.Parse(options.Device), options.CancellationToken);
            progress.Message(check.ToString());
        }
        catch (OperationCanceledException) when (options.KeepBestWhenCancelled)
        {
            // The model is whole, and how well it was exported is not worth waiting for.
        }
        catch
        {
            result.Model.Dispose();
            throw;
        }

        return result;
    }
}
