using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Fuzzer.Data;

/// <summary>A few rows with a column for each input that a model says it has, as far as that can be.</summary>
internal sealed class MadeUpView : IDataView
{
    public const int Rows = 6;
    private const int Largest = 20_000;

    private readonly MadeUpColumn[] _columns;

    private MadeUpView(IEnumerable<MadeUpColumn> columns)
    {
        _columns = [.. columns];
        var schema = new DataViewSchema.Builder();
        Array.ForEach(_columns, column => schema.AddColumn(column.Name, column.Type));
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public static MadeUpView For(byte[] model, int seed)
    {
        var random = new Random(seed);
        var graph = ModelProto.Parser.ParseFrom(model).Graph ?? new GraphProto();
        HashSet<string> given = [.. graph.Initializer.Select(tensor => tensor.Name)];
        return new MadeUpView(graph.Input.Where(input => input.Name.Length > 0 && !given.Contains(input.Name)).Select(input => Column(input, random)));
    }

    public long? GetRowCount() => Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new MadeUpCursor(Schema, _columns, Rows);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];

    private static MadeUpColumn Column(ValueInfoProto input, Random random)
    {
        var tensor = input.Type?.TensorType;
        int[]? dimensions = tensor?.Shape is { Dim.Count: > 0 } shape ? Sizes(shape) : null;
        return (DataType)(tensor?.ElemType ?? 1) switch
        {
            DataType.Double => MadeUpColumn.Create(input.Name, NumberDataViewType.Double, dimensions, values => values.NextDouble() - 0.5, random),
            DataType.Int64 => MadeUpColumn.Create(input.Name, NumberDataViewType.Int64, dimensions, values => (long)values.Next(3), random),
            DataType.Int32 => MadeUpColumn.Create(input.Name, NumberDataViewType.Int32, dimensions, values => values.Next(3), random),
            DataType.Int16 => MadeUpColumn.Create(input.Name, NumberDataViewType.Int16, dimensions, values => (short)values.Next(3), random),
            DataType.Int8 => MadeUpColumn.Create(input.Name, NumberDataViewType.SByte, dimensions, values => (sbyte)values.Next(3), random),
            DataType.Uint8 => MadeUpColumn.Create(input.Name, NumberDataViewType.Byte, dimensions, values => (byte)values.Next(3), random),
            DataType.Uint16 => MadeUpColumn.Create(input.Name, NumberDataViewType.UInt16, dimensions, values => (ushort)values.Next(3), random),
            DataType.Uint32 => MadeUpColumn.Create(input.Name, NumberDataViewType.UInt32, dimensions, values => (uint)values.Next(3), random),
            DataType.Uint64 => MadeUpColumn.Create(input.Name, NumberDataViewType.UInt64, dimensions, values => (ulong)values.Next(3), random),
            DataType.Bool => MadeUpColumn.Create(input.Name, BooleanDataViewType.Instance, dimensions, values => values.Next(2) == 0, random),
            DataType.String => MadeUpColumn.Create(input.Name, TextDataViewType.Instance, dimensions, values => $"text {values.Next(3)}".AsMemory(), random),
            _ => MadeUpColumn.Create(input.Name, NumberDataViewType.Single, dimensions, values => values.NextSingle() - 0.5f, random),
        };
    }

    // What no column can have becomes small: the library has to see that it does not fit.
    private static int[] Sizes(TensorShapeProto shape)
    {
        int[] sizes = [.. shape.Dim.Select((dim, axis) => dim.DimValue is > 0 and <= Largest ? (int)dim.DimValue : axis == 0 ? 1 : 3)];
        return sizes.Aggregate(1L, (product, size) => product * size) <= Largest ? sizes : [.. sizes.Select(size => Math.Min(size, 4)).Take(5)];
    }

    private sealed class MadeUpCursor(DataViewSchema schema, MadeUpColumn[] columns, long rows) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)columns[column.Index].Getter(() => _position);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        public override bool MoveNext() => ++_position < rows;
    }
}
