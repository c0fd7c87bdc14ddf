namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Quantizes what it has trained, so that ML.NET cross-validates quantized models.</summary>
internal sealed class QuantizingEstimator(MLContext context, IEstimator<ITransformer> chain) : IEstimator<ITransformer>
{
    /// <summary>How many of the models were quantized.</summary>
    public int Quantized { get; private set; }

    public ITransformer Fit(IDataView input)
    {
        var model = context.Quantization().WithTrainedModels().Quantize(chain.Fit(input), input, out var report);
        Quantized += report.IsQuantized ? 1 : 0;
        return model;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => chain.GetOutputSchema(inputSchema);
}
