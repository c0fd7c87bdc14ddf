using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Takes the place of ML.NET's predictor: the same columns, scored in batches. It saves itself as the predictor that it replaces.</summary>
internal sealed class TreePredictionTransformer(ISingleFeaturePredictionTransformer<object> stock, TreeEngine engine, Decision decision)
    : ISingleFeaturePredictionTransformer<object>, IDisposable
{
    public ITransformer Stock => stock;

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
        var (binding, model) = Bind(input.Schema);
        return new ScoredDataView(input, binding, model);
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var (binding, model) = Bind(inputSchema);
        return new ScoringRowMapper(model, binding);
    }

    public void Dispose() => (stock as IDisposable)?.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)stock).Save(ctx);

    private (SchemaBinding Binding, TreeRowModel Model) Bind(DataViewSchema input)
    {
        var output = stock.GetOutputSchema(input);
        var kinds = PredictionKinds.Read(input, output, engine.Model);
        return (new SchemaBinding(input, [input[stock.FeatureColumnName]], output), new TreeRowModel(engine, decision, kinds));
    }
}
