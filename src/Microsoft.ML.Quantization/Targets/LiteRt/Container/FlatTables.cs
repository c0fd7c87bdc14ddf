using System.Text;
using Google.FlatBuffers;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>Writes tables of the format by the places of their fields, and the vectors in them.</summary>
internal sealed class FlatTables(int size)
{
    private const int DataAlignment = 16;

    private readonly FlatBufferBuilder _builder = new(size);

    /// <summary>A table whose fields <paramref name="fill"/> adds; what it refers to was written before.</summary>
    public int Table(int fields, Action<FlatBufferBuilder> fill)
    {
        _builder.StartTable(fields);
        fill(_builder);
        return _builder.EndTable();
    }

    /// <summary>A table of options, in which numbers stand even where they equal what their absence would mean.</summary>
    public int Options(object?[] values)
    {
        _builder.ForceDefaults = true;
        int table = Table(values.Length, builder =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                Add(builder, i, values[i]);
            }
        });
        _builder.ForceDefaults = false;
        return table;
    }

    public int Text(string text) => _builder.CreateString(text).Value;

    public int Bytes(byte[] bytes)
    {
        _builder.StartVector(sizeof(byte), bytes.Length, DataAlignment);
        _builder.Put(bytes);
        return _builder.EndVector().Value;
    }

    public int Bytes(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public int Integers(IReadOnlyList<int> values) => Vector(values, sizeof(int), _builder.AddInt);

    public int Longs(IReadOnlyList<long> values) => Vector(values, sizeof(long), _builder.AddLong);

    public int Floats(IReadOnlyList<float> values) => Vector(values, sizeof(float), _builder.AddFloat);

    public int Tables(IReadOnlyList<int> tables) => Vector(tables, sizeof(int), _builder.AddOffset);

    public byte[] Finish(int root, string identifier)
    {
        _builder.Finish(root, identifier);
        return _builder.SizedByteArray();
    }

    private int Vector<T>(IReadOnlyList<T> values, int size, Action<T> add)
    {
        _builder.StartVector(size, values.Count, size);
        for (int i = values.Count - 1; i >= 0; i--)
        {
            add(values[i]);
        }

        return _builder.EndVector().Value;
    }

    private static void Add(FlatBufferBuilder builder, int place, object? value)
    {
        switch (value)
        {
            case bool flag:
                builder.AddBool(place, flag, false);
                break;
            case byte small:
                builder.AddByte(place, small, 0);
                break;
            case int number:
                builder.AddInt(place, number, 0);
                break;
            case float real:
                builder.AddFloat(place, real, 0);
                break;
            default:
                break;
        }
    }
}
