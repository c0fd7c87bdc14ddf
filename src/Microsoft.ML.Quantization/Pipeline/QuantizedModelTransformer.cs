using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization;

/// <summary>
/// A model that was trained and quantized by one <c>Fit</c>. It saves itself as the stages of ML.NET's own that it is made of, and can be enumerated as a
/// <see cref="TransformerChain{TLastTransformer}"/> can.
/// </summary>
public sealed class QuantizedModelTransformer : ITransformer, IEnumerable<ITransformer>, IDisposable
{
    private bool _disposed;

    internal QuantizedModelTransformer(ITransformer model, TrainedModelReport report) => (Model, Report) = (model, report);

    /// <summary>The model: the chain or the stage that was fitted, with stages quantized where that gains.</summary>
    public ITransformer Model { get; }

    /// <summary>What became of every stage, and why.</summary>
    public TrainedModelReport Report { get; }

    private IEnumerable<ITransformer> Stages => Model is IEnumerable<ITransformer> chain ? chain : [Model];

    /// <summary>Whether a row of the input gives a row of the output.</summary>
    public bool IsRowToRowMapper => Model.IsRowToRowMapper;

    /// <summary>The schema of the output for an input of schema <paramref name="inputSchema"/>.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>That of the model as it was fitted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that the model reads is missing, or of another type.</exception>
    /// <example>
    /// <code>
    /// using QuantizedModelTransformer model = mlContext.Quantization().Quantize(mlContext.Regression.Trainers.Sdca()).Fit(trainingData);
    /// Console.WriteLine(model.GetOutputSchema(testData.Schema)["Score"].Type);
    /// </code>
    /// </example>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Model.GetOutputSchema(inputSchema);
    }

    /// <summary>Scores <paramref name="input"/>, lazily.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with the columns that the model adds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that the model reads is missing, or of another type.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <example>
    /// <code>
    /// using QuantizedModelTransformer model = mlContext.Quantization().Quantize(mlContext.Regression.Trainers.Sdca()).Fit(trainingData);
    /// var metrics = mlContext.Regression.Evaluate(model.Transform(testData));
    /// </code>
    /// </example>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Model.Transform(input);
    }

    /// <summary>A mapper of single rows, for prediction engines.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that the model reads is missing, or of another type.</exception>
    /// <exception cref="InvalidOperationException"><see cref="IsRowToRowMapper"/> is <see langword="false"/>.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Model.GetRowToRowMapper(inputSchema);
    }

    /// <summary>Releases the models that its stages hold.</summary>
    /// <example>
    /// <code>
    /// QuantizedModelTransformer model = mlContext.Quantization().Quantize(mlContext.Regression.Trainers.Sdca()).Fit(trainingData);
    /// model.Dispose();
    /// </code>
    /// </example>
    public void Dispose()
    {
        _disposed = true;
        (Model as IDisposable)?.Dispose();
    }

    IEnumerator<ITransformer> IEnumerable<ITransformer>.GetEnumerator() => Stages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Stages.GetEnumerator();

    void ICanSaveModel.Save(ModelSaveContext ctx) => Model.Save(ctx);
}
