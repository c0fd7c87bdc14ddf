namespace Microsoft.ML.Quantization.Chains;

/// <summary>Fits the trainer behind an ONNX model anew, on the features that the model gives in INT8.</summary>
internal static class TrainerRefit
{
    /// <summary>The stage that is fitted anew: the last predictor of a model.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ITransformer? Find(ITransformer model, TrainedModelOptions options) => options.RefitTrainer == null ? null
        : ChainParts.Stages(model).LastOrDefault(LabelStages.IsPredictor)
            ?? throw new ArgumentException($"{nameof(TrainedModelOptions.RefitTrainer)} fits the predictor of a model anew, and this model has none.", nameof(options));

    /// <summary>What takes the place of a predictor.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="predictor">The predictor.</param>
    /// <param name="data">The rows that reach it, labels too.</param>
    /// <exception cref="ArgumentException">It gives other columns than the predictor.</exception>
    public static ITransformer Fit(IEstimator<ITransformer> trainer, ITransformer predictor, IDataView data)
    {
        var fitted = trainer.Fit(data);
        return new StageProof(predictor, fitted, data.Schema).SchemaDifference() == null
            ? fitted
            : throw new ArgumentException(
                $"{nameof(TrainedModelOptions.RefitTrainer)} gives other columns ({Added(fitted, data.Schema)}) than the predictor that it takes the place of ({Added(predictor, data.Schema)}). "
                + "Give the trainer that the model was trained with, with the same label, feature and score columns.");
    }

    private static string Added(ITransformer stage, DataViewSchema input)
    {
        var output = stage.GetOutputSchema(input);
        return string.Join(", ", AddedColumns.Find(AddedColumns.Names(input, output), output).Select(column => $"{column.Name}: {column.Type}"));
    }
}
