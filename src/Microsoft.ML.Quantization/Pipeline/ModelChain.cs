namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A fitted pipeline, or the step alone: the step that quantizes, and what comes before it.</summary>
internal sealed record ModelChain(QuantizedOnnxTransformer Step, IReadOnlyList<ITransformer> Before)
{
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public static ModelChain Split(ITransformer model)
    {
        ITransformer[] stages = [.. Flat(model)];
        int step = Array.FindLastIndex(stages, stage => stage is QuantizedOnnxTransformer);
        return step >= 0
            ? new ModelChain((QuantizedOnnxTransformer)stages[step], stages[..step])
            : throw new ArgumentException(
                $"The model has no step that Quantize made, only {string.Join(", ", stages.Select(stage => stage.GetType().Name))}. Give the pipeline that ends in it. "
                + "One that was saved is to be loaded with mlContext.Quantization().Load: mlContext.Model.Load puts ML.NET's own OnnxTransformer in its place.", nameof(model));
    }

    /// <summary>The data as the step gets it.</summary>
    public IDataView Prepare(IDataView data) => Before.Aggregate(data, (view, stage) => stage.Transform(view));

    /// <summary>What to do about a column that the step lacks.</summary>
    public string? Remedy => Before.Count > 0
        ? null
        : "Give the whole pipeline as the model (model, not model.LastTransformer), or data that the steps before this one have transformed.";

    private static IEnumerable<ITransformer> Flat(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [model];
}
