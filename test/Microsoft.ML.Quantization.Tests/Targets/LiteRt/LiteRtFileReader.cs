using Google.FlatBuffers;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>Reads what a test asks of a <c>.tflite</c> file, by the places of fields in the schema's tables.</summary>
internal sealed class LiteRtFileReader
{
    private readonly ByteBuffer _bytes;
    private readonly Table _model;
    private readonly Table _graph;

    public LiteRtFileReader(byte[] file)
    {
        _bytes = new ByteBuffer(file);
        Identifier = System.Text.Encoding.ASCII.GetString(file, 4, 4);
        _model = new Table(_bytes.GetInt(0), _bytes);
        _graph = At(_model, 2, 0);
    }

    public string Identifier { get; }

    public uint Version => _bytes.GetUint(_model.bb_pos + _model.__offset(Slot(0)));

    public (LiteRtCode Code, int Version)[] Operators => [.. Tables(_graph, 3).Select(each =>
    {
        var code = At(_model, 1, Int(each, 0));
        return ((LiteRtCode)Int(code, 3), Int(code, 2, 1));
    })];

    public (string Name, LiteRtType Type, int[] Shape, float[] Scales, long[] ZeroPoints, int Axis)[] Tensors => [.. Tables(_graph, 0).Select(tensor =>
    {
        int offset = tensor.__offset(Slot(4));
        var quantization = offset == 0 ? default : new Table(tensor.__indirect(tensor.bb_pos + offset), _bytes);
        int type = tensor.__offset(Slot(1));
        return (
            Text(tensor, 3),
            (LiteRtType)(type == 0 ? 0 : _bytes.GetSbyte(tensor.bb_pos + type)),
            Array<int>(tensor, 0),
            offset == 0 ? [] : Array<float>(quantization, 2),
            offset == 0 ? [] : Array<long>(quantization, 3),
            offset == 0 ? 0 : Int(quantization, 6));
    })];

    /// <summary>Where the values of constants begin in the file.</summary>
    public int[] DataStarts => [.. Tables(_model, 4).Where(buffer => buffer.__offset(Slot(0)) != 0).Select(buffer => buffer.__vector(buffer.__offset(Slot(0))))];

    public int[] Inputs => Array<int>(_graph, 1);

    public int[] Outputs => Array<int>(_graph, 2);

    /// <summary>The names in the signature, of inputs and of outputs.</summary>
    public (string[] Inputs, string[] Outputs, string Key) Signature
    {
        get
        {
            var signature = At(_model, 7, 0);
            return ([.. Tables(signature, 0).Select(each => Text(each, 0))], [.. Tables(signature, 1).Select(each => Text(each, 0))], Text(signature, 2));
        }
    }

    public string[] MetadataNames => [.. Tables(_model, 6).Select(each => Text(each, 0))];

    private static int Slot(int field) => 4 + (2 * field);

    private Table At(Table table, int field, int index)
    {
        int vector = table.__vector(table.__offset(Slot(field)));
        return new Table(table.__indirect(vector + (4 * index)), _bytes);
    }

    private IEnumerable<Table> Tables(Table table, int field)
    {
        int offset = table.__offset(Slot(field));
        return offset == 0 ? [] : Enumerable.Range(0, table.__vector_len(offset)).Select(i => At(table, field, i));
    }

    private int Int(Table table, int field, int absent = 0) => table.__offset(Slot(field)) is var offset and not 0 ? _bytes.GetInt(table.bb_pos + offset) : absent;

    private static string Text(Table table, int field) => table.__string(table.bb_pos + table.__offset(Slot(field)));

    private static T[] Array<T>(Table table, int field)
        where T : struct => table.__vector_as_array<T>(Slot(field)) ?? [];
}
