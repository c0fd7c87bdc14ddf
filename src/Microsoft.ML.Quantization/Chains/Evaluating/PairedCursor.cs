namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Moves two models over the same rows. Where both map rows to rows the data is read once.</summary>
internal sealed class PairedCursor : IDisposable
{
    private readonly IDisposable[] _opened;
    private readonly Func<bool> _moveNext;

    private PairedCursor(DataViewRow original, DataViewRow quantized, Func<bool> moveNext, params IDisposable[] opened) =>
        (Original, Quantized, _moveNext, _opened) = (original, quantized, moveNext, opened);

    public DataViewRow Original { get; }

    public DataViewRow Quantized { get; }

    public static PairedCursor Open(IDataView data, ITransformer original, ITransformer quantized, Func<DataViewSchema, IEnumerable<DataViewSchema.Column>> needed) =>
        original.IsRowToRowMapper && quantized.IsRowToRowMapper ? Mapped(data, original, quantized, needed) : Scored(original.Transform(data), quantized.Transform(data), needed);

    public bool MoveNext() => _moveNext();

    public void Dispose() => Array.ForEach(_opened, each => each.Dispose());

    private static PairedCursor Mapped(IDataView data, ITransformer original, ITransformer quantized, Func<DataViewSchema, IEnumerable<DataViewSchema.Column>> needed)
    {
        var (first, second) = (original.GetRowToRowMapper(data.Schema), quantized.GetRowToRowMapper(data.Schema));
        DataViewSchema.Column[] firsts = [.. needed(first.OutputSchema)], seconds = [.. needed(second.OutputSchema)];
        var source = data.GetRowCursor(first.GetDependencies(firsts).Concat(second.GetDependencies(seconds)).DistinctBy(column => column.Index));
        var (left, right) = (first.GetRow(source, firsts), second.GetRow(source, seconds));
        return new PairedCursor(left, right, source.MoveNext, left, right, source);
    }

    private static PairedCursor Scored(IDataView original, IDataView quantized, Func<DataViewSchema, IEnumerable<DataViewSchema.Column>> needed)
    {
        var (left, right) = (original.GetRowCursor(needed(original.Schema)), quantized.GetRowCursor(needed(quantized.Schema)));
        return new PairedCursor(left, right, () => left.MoveNext() && right.MoveNext(), left, right);
    }
}
