using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Scores the validation rows once, in FP32 and in all models.</summary>
internal sealed class SharedEvaluation(ComparisonJob job, IQuantizationProgress progress)
{
    /// <summary>The hash of the rows that were scored, by which the rows of a calibration are known again.</summary>
    public string DataHash { get; private set; } = "";

    /// <summary>An evaluation, or an error, for each candidate that has a model.</summary>
    public EvaluatedModel?[] Run(OnnxModel source, IReadOnlyList<MadeModel> made)
    {
        OnnxModel[] models = [.. made.Where(each => each.Result != null).Select(each => each.Result!.Model)];
        if (models.Length == 0)
        {
            return [.. made.Select(_ => (EvaluatedModel?)null)];
        }

        var rows = job.Validation with { Rows = Told(job.Validation.Rows) };
        var evaluated = new Queue<EvaluatedModel>(PairedEvaluator.RunEach(source, models, rows, job.Options.AskedTask, job.Options.ConfidenceLevel, settings: job.Quantization.RunSettings));
        return [.. made.Select(each => each.Result == null ? null : evaluated.Dequeue())];
    }

    private IEnumerable<LabelledRow> Told(IEnumerable<LabelledRow> rows)
    {
        using var hasher = new DataHasher();
        long read = 0;
        foreach (var row in rows)
        {
            job.Quantization.CancellationToken.ThrowIfCancellationRequested();
            hasher.Add(row.Place, row.Inputs);
            yield return row;
            read++;
            if (job.ValidationCount is { } total)
            {
                progress.Step("Scored validation rows in all models", read, total);
            }
        }

        DataHash = hasher.Current();
    }
}
