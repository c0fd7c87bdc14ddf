using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>Goes through a trained model, chains inside of chains too, and asks the quantizers what they make of each stage.</summary>
internal sealed class ChainWalk(MLContext context, IReadOnlyList<IStageQuantizer> quantizers, TrainedModelOptions options)
{
    private const string OnnxReason = "an ONNX model inside of a trained model stays; quantize its file by mlContext.Transforms.Quantize";
    private const string NoQuantizer = "no quantizer for trained stages was added: refer to Microsoft.ML.Quantization.TrainedModels and call mlContext.Quantization().WithTrainedModels()";

    private const string OwnReason = "it is quantized already";

    /// <summary>The stages of the model in their order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows to compare stages on; <see langword="null"/> where there are none, as when a model is loaded.</param>
    public WalkedStage[] Run(ITransformer model, IDataView? data)
    {
        List<WalkedStage> stages = [];
        foreach (var stage in ChainParts.Stages(model))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            stages.Add(Walk(stage, data));
            data = data == null ? null : stage.Transform(data);
        }

        return [.. stages];
    }

    /// <summary>What the quantizers make of one stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="input">The rows as they reach it; <see langword="null"/> where there are none.</param>
    public WalkedStage Walk(ITransformer stage, IDataView? input)
    {
        var reasons = new List<string>();
        foreach (var quantizer in quantizers)
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

    private static string Reason(ITransformer stage, List<string> reasons) => stage is OnnxTransformer ? OnnxReason
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
