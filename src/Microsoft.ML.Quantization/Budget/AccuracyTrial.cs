using System.Collections.Concurrent;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Compares models with the FP32 model on validation rows. What FP32 says is kept, the rows are read again for each model.</summary>
internal sealed class AccuracyTrial : IAccuracyTrial
{
    private readonly ValidationSet _set;
    private readonly QuantizationOptions _options;
    private readonly IQuantizationProgress _progress;
    private readonly Dictionary<long, int> _classes;

    /// <param name="model">The FP32 model.</param>
    /// <param name="set">The rows.</param>
    /// <param name="options">Threads, and when to stop.</param>
    /// <param name="progress">Told of the rows.</param>
    /// <exception cref="InvalidOperationException">There are no rows, the model is no classifier, or a label is none of its classes.</exception>
    public AccuracyTrial(OnnxModel model, ValidationSet set, QuantizationOptions options, IQuantizationProgress progress)
    {
        (_set, _options, _progress) = (set, options, progress);
        var classes = new ConcurrentDictionary<long, int>();
        Run(model, "Scored validation rows in FP32", 0, (row, index, outputs) =>
        {
            classes[index] = ChosenClass.OfFloat(outputs, index, model.SourcePath);
            if (row.Class >= outputs[0].Length)
            {
                throw new InvalidOperationException($"Validation row {index} has class {row.Class} in column '{set.Label}', but '{model.SourcePath}' has {outputs[0].Length} classes, counted from 0.");
            }
        });
        _classes = new Dictionary<long, int>(classes);
        if (Rows == 0)
        {
            throw new InvalidOperationException($"There are no rows to validate the accuracy on in {set.Source}. Give some thousand rows like those to come.");
        }
    }

    public long Rows => _classes.Count;

    public string Counted => HasLabels ? "" : " (without labels every row that differs from FP32 counts as lost)";

    private bool HasLabels => _set.Label != null;

    public bool CanProve(double budget, double level) => LossEstimate.CanProve(Rows, HasLabels, budget, level);

    public LossEstimate Measure(OnnxModel quantized, double budget, double level) => LossEstimate.Create(Count(quantized), HasLabels, budget, level);

    /// <summary>What a model loses and wins; without labels, every row on which it differs from FP32 counts as lost.</summary>
    public PairedCounts Count(OnnxModel quantized)
    {
        long lost = 0;
        long won = 0;
        Run(quantized, "Scored validation rows in INT8", Rows, (row, index, outputs) =>
        {
            int before = _classes[index];
            int after = ChosenClass.OfQuantized(outputs);
            if (before != after && (row.Class == null || row.Class == before))
            {
                Interlocked.Increment(ref lost);
            }
            else if (before != after && row.Class == after)
            {
                Interlocked.Increment(ref won);
            }
        });
        return new PairedCounts(Rows, lost, won);
    }

    private void Run(OnnxModel model, string step, long total, Action<LabelledRow, long, float[][]> visit)
    {
        using var run = new SampleRun(model, _options.RunSettings);
        long done = 0;
        FirstError.Of(() => Parallel.ForEach(Partitioner.Create(_set.Rows.Select((row, index) => (Item: row, Index: index)), EnumerablePartitionerOptions.NoBuffering), _options.RunSettings.Parallel, one =>
        {
            visit(one.Item, one.Index, run.Outputs(one.Item.Inputs));
            long count = Interlocked.Increment(ref done);
            if (total > 0)
            {
                _progress.Step(step, count, total);
            }
        }));
    }
}
