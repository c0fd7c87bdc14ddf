using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>Goes through a trained model, chains inside of chains too, and puts quantized stages in place of those that a quantizer knows.</summary>
internal sealed class ChainWalk(MLContext context, IReadOnlyList<IStageQuantizer> quantizers, TrainedModelOptions options)
{
    private const string OnnxReason = "an ONNX model inside of a trained model stays; quantize its file by mlContext.Transforms.Quantize";
    private const string NoQuantizer = "no quantizer for trained stages was added: refer to Microsoft.ML.Quantization.TrainedModels and call mlContext.Quantization().WithTrainedModels()";

    private const string OwnReason = "it is quantized already";

    private readonly List<TrainedStageReport> _stages = [];
    private int _comparedRows = int.MaxValue;

    public TrainedModelReport Report => new(_stages, _stages.Exists(stage => stage.IsQuantized) && _comparedRows < int.MaxValue ? _comparedRows : 0);

    /// <summary>The model with its stages quantized; the model itself where none is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows to compare stages on; <see langword="null"/> where there are none, as when a model is loaded.</param>
    public ITransformer Run(ITransformer model, IDataView? data)
    {
        var view = data;
        return Walk(model, ref view);
    }

    private ITransformer Walk(ITransformer stage, ref IDataView? view)
    {
        if (stage is not IEnumerable<ITransformer> chain)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var replaced = Replace(stage, view);
            view = view == null ? null : stage.Transform(view);
            return replaced;
        }

        ITransformer[] stages = [.. chain];
        var quantized = new ITransformer[stages.Length];
        for (int i = 0; i < stages.Length; i++)
        {
            quantized[i] = Walk(stages[i], ref view);
        }

        return stages.SequenceEqual(quantized) ? stage : new TransformerChain<ITransformer>(quantized);
    }

    private ITransformer Replace(ITransformer stage, IDataView? view)
    {
        var reasons = new List<string>();
        foreach (var quantizer in quantizers)
        {
            var made = quantizer.Quantize(new StageRequest(context, stage, view, options));
            if (made.Transformer is not { } quantized)
            {
                reasons.Add(made.Explanation);
            }
            else if (Difference(stage, made, view) is { } difference)
            {
                reasons.Add(difference);
            }
            else
            {
                Add(stage, true, made.Explanation);
                return quantized;
            }
        }

        Add(stage, false, Reason(stage, reasons));
        return stage;
    }

    private static string Reason(ITransformer stage, List<string> reasons) => stage is OnnxTransformer ? OnnxReason
        : stage.GetType().Assembly == typeof(ChainWalk).Assembly ? OwnReason
        : reasons.Count == 0 ? NoQuantizer
        : string.Join("; ", reasons.Distinct());

    private string? Difference(ITransformer stage, StageQuantization made, IDataView? view)
    {
        if (view == null)
        {
            return null;
        }

        var proof = new StageProof(stage, made.Transformer!, view.Schema);
        string? difference = made.IsExact ? proof.Difference(context, view, options.ComparedRows, options.CancellationToken) : proof.SchemaDifference();
        if (!made.IsExact)
        {
            return difference;
        }

        if (difference == null && proof.Rows == 0)
        {
            throw new InvalidOperationException("The data has no rows that get as far as the stage to quantize. Give a few hundred rows or more of what the model will score; labels are not needed.");
        }

        _comparedRows = Math.Min(_comparedRows, proof.Rows);
        return difference;
    }

    private void Add(ITransformer stage, bool isQuantized, string explanation) => _stages.Add(new TrainedStageReport(StageName.Create(stage), isQuantized, ForeignText.Line(explanation)));
}
