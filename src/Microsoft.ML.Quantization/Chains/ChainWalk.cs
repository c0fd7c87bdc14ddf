using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>Goes through a trained model, chains inside of chains too, and asks the quantizers what they make of each stage.</summary>
/// <param name="context">The context.</param>
/// <param name="quantizers">What packages added.</param>
/// <param name="onnx">What quantizes ONNX models that none of the others does; none where they stay anyway.</param>
/// <param name="options">How to quantize.</param>
internal sealed class ChainWalk(MLContext context, IReadOnlyList<IStageQuantizer> quantizers, IStageQuantizer? onnx, TrainedModelOptions options)
{
    private const string NoQuantizer = "no quantizer for trained stages was added: refer to Microsoft.ML.Quantization.TrainedModels and call mlContext.Quantization().WithTrainedModels()";
    private const string OnnxReason = "an ONNX model stays where nothing may change";
    private const string OwnReason = "it is quantized already";
    private const string LabelReason = "the data has no column for it, and no prediction needs what it gives";

    /// <summary>The stages of the model in their order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows to compare stages on; <see langword="null"/> where there are none, as when a model is loaded.</param>
    public WalkedStage[] Run(ITransformer model, IDataView? data)
    {
        // Asked before any row is read, so that a missing column is told of at once.
        var around = data == null ? [] : LabelStages.Find(model, data.Schema);
        var predictor = data == null ? null : TrainerRefit.Find(model, options);
        List<WalkedStage> stages = [];
        foreach (var stage in ChainParts.Stages(model))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            if (around.Contains(stage))
            {
                stages.Add(new WalkedStage(stage, data, StageQuantization.Stays(LabelReason)) { IsLeftOut = true });
                continue;
            }

            bool refits = ReferenceEquals(stage, predictor) && stages.Exists(each => each is { IsQuantized: true, Stock: OnnxTransformer });
            var walked = refits ? Refit(stage, data!) : Walk(stage, data);
            stages.Add(walked);

            // The stages behind get what this one gives in the end.
            data = data == null ? null : walked.Taken.Transform(data);
        }

        return [.. stages];
    }

    /// <summary>What the quantizers make of one stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="input">The rows as they reach it; <see langword="null"/> where there are none.</param>
    public WalkedStage Walk(ITransformer stage, IDataView? input)
    {
        var reasons = new List<string>();
        foreach (var quantizer in stage is OnnxTransformer && onnx != null ? [.. quantizers, onnx] : quantizers)
        {
            var made = quantizer.Quantize(new StageRequest(context, stage, input, options));
            int rows = 0;
            string? reason = made.Transformer == null ? made.Explanation : Difference(stage, made, input, ref rows);
            if (reason == null)
            {
                return new WalkedStage(stage, input, made, rows);
            }

            reasons.Add(reason);
        }

        return new WalkedStage(stage, input, StageQuantization.Stays(Reason(stage, reasons)));
    }

    private WalkedStage Refit(ITransformer stage, IDataView input)
    {
        // Trainers read their rows many times.
        var rows = context.Data.Cache(input);
        var fitted = TrainerRefit.Fit(options.RefitTrainer!, stage, rows);
        List<WalkedStage> parts = [];
        foreach (var part in ChainParts.Stages(fitted))
        {
            parts.Add(Walk(part, rows));
            rows = parts[^1].Taken.Transform(rows);
        }

        return WalkedStage.Refit(stage, input, ChainParts.Rebuild(fitted, [.. parts.Select(part => part.Taken)]), parts);
    }

    private string Reason(ITransformer stage, List<string> reasons) => stage is OnnxTransformer && onnx == null ? OnnxReason
        : stage is OnnxTransformer && reasons.Count > 0 ? reasons[^1]
        : stage.GetType().Assembly == typeof(ChainWalk).Assembly ? OwnReason
        : reasons.Count == 0 ? NoQuantizer
        : string.Join("; ", reasons.Distinct());

    private string? Difference(ITransformer stage, StageQuantization made, IDataView? view, ref int rows)
    {
        if (view == null)
        {
            return null;
        }

        var proof = new StageProof(stage, made.Transformer!, view.Schema);
        if (!made.IsExact)
        {
            return proof.SchemaDifference();
        }

        string? difference = proof.Difference(context, view, options.ComparedRows, options.CancellationToken);
        if (difference == null && proof.Rows == 0)
        {
            throw new InvalidOperationException(StageProof.NoRows);
        }

        rows = proof.Rows;
        return difference;
    }
}
