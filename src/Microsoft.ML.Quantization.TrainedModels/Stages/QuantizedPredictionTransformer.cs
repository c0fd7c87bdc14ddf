using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Takes the place of ML.NET's predictor: the same columns, scored in batches. It saves itself as a predictor of ML.NET's, the one that it replaces or a smaller one.</summary>
internal sealed class QuantizedPredictionTransformer(ISingleFeaturePredictionTransformer<object> stock, IPredictorEngine engine, Decision decision)
    : ISingleFeaturePredictionTransformer<object>, ISavedAs, IDisposable
{
    public ITransformer Saved => stock;

    public bool IsRowToRowMapper => true;

    public string FeatureColumnName => stock.FeatureColumnName;

    public DataViewType FeatureColumnType => stock.FeatureColumnType;

    public object Model => stock.Model;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return stock.GetOutputSchema(inputSchema);
    }

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Bind(input.Schema) is { } bound ? new ScoredDataView(input, bound.Binding, bound.Model) : stock.Transform(input);
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return engine.IsFasterByRow && Bind(inputSchema) is { } bound ? new ScoringRowMapper(bound.Model, bound.Binding) : stock.GetRowToRowMapper(inputSchema);
    }

    /// <summary>Whether rows of a schema are scored by the engine here, not by ML.NET's predictor.</summary>
    public bool Scores(DataViewSchema input) => Bind(input) != null;

    public void Dispose() => (stock as IDisposable)?.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)stock).Save(ctx);

    /// <summary>Where a column of the predictor hides one of the input, ML.NET puts it between others: it scores such rows itself.</summary>
    private (SchemaBinding Binding, PredictorRowModel Model)? Bind(DataViewSchema input)
    {
        var output = stock.GetOutputSchema(input);
        return PredictionKinds.Read(input, output, engine.Outputs) is { } kinds
            ? (new SchemaBinding(input, [input[stock.FeatureColumnName]], output), new PredictorRowModel(engine, decision, kinds))
            : null;
    }
}
