namespace Microsoft.ML.Quantization;

/// <summary>Fits another estimator and quantizes what it fits; see <see cref="QuantizationCatalog.Quantize(IEstimator{ITransformer}, TrainedModelOptions?, IDataView?)"/>.</summary>
public sealed class TrainedModelQuantizationEstimator : IEstimator<QuantizedModelTransformer>
{
    private readonly QuantizationCatalog _catalog;
    private readonly IEstimator<ITransformer> _estimator;
    private readonly TrainedModelOptions _options;
    private readonly IDataView? _data;

    internal TrainedModelQuantizationEstimator(QuantizationCatalog catalog, IEstimator<ITransformer> estimator, TrainedModelOptions options, IDataView? data) =>
        (_catalog, _estimator, _options, _data) = (catalog, estimator, options, data);

    /// <summary>Fits the estimator to the rows, and quantizes what it fits on them, or on those that were given for it.</summary>
    /// <param name="input">Training data.</param>
    /// <returns>The quantized model, with a report. What gains nothing is as it was fitted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing from the data, or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="OperationCanceledException"><see cref="TrainedModelOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// var estimator = mlContext.Quantization().Quantize(mlContext.Regression.Trainers.Sdca());
    /// using QuantizedModelTransformer model = estimator.Fit(trainingData);
    /// Console.WriteLine(model.Report);
    /// </code>
    /// </example>
    public QuantizedModelTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var fitted = _estimator.Fit(input);

        // What was fitted is not disposed of: ApplyOnnxModel fits the same transformer each time.
        var quantized = _catalog.Quantize(fitted, _data ?? input, out var report, _options);
        return new QuantizedModelTransformer(quantized, report);
    }

    /// <summary>The shape of the schema that a fitted model makes of a schema of shape <paramref name="inputSchema"/>.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>That of the estimator which is fitted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing, or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _estimator.GetOutputSchema(inputSchema);
    }
}
