namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>The columns of a model's inputs without a row, for what needs no data.</summary>
internal sealed class NoRows(IReadOnlyList<ModelInput> inputs) : IRowSource
{
    public IReadOnlyList<DataColumn> Columns { get; } = [.. inputs.Select(input => input.Column())];

    public long? Count => 0;

    public string Description => "no rows";

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null) => [];
}
