using System.Buffers.Binary;
using System.Text;

namespace Benchmarks.Tables;

/// <summary>Reads what R's serialize writes in its portable form (XDR, versions 2 and 3), as far as data frames need it.</summary>
internal sealed class RReader(byte[] data, int start)
{
    private const int MissingInteger = int.MinValue;

    private static readonly Dictionary<string, object?> NoAttributes = [];

    private readonly List<object?> _references = [];
    private int _position = start;

    public object? Read()
    {
        if (data[_position] != 'X' || data[_position + 1] != '\n')
        {
            throw new InvalidDataException("This is not R's portable form of saved data.");
        }

        _position += 2;
        int version = Integer();
        _position += 2 * sizeof(int);
        if (version >= 3)
        {
            Skip(Integer());
        }

        return Item();
    }

    private object? Item()
    {
        int flags = Integer();
        int type = flags & 0xFF;
        return type switch
        {
            (>= 250 and <= 254) or 241 or 242 => null,
            255 => _references[((flags >> 8) is var index and not 0 ? index : Integer()) - 1],
            1 => Remember(Item()),
            >= 247 and <= 249 => Names(),
            4 => Environment(),
            9 => Text(),
            238 => Compact(),
            2 or 3 or 5 or 6 or 239 or 240 => new RPairs(Pairs(flags)),
            _ => Vector(type, (flags & 0x200) != 0),
        };
    }

    private RVector Vector(int type, bool hasAttributes)
    {
        object?[] values = type switch
        {
            10 or 13 => Many(() => Integer() is var value and not MissingInteger ? (object)value : null),
            14 => Many(() => Number() is var value && double.IsNaN(value) ? null : (object)value),
            16 or 19 or 20 => Many(Item),
            _ => throw new InvalidDataException($"R's type {type} has no place in a data frame."),
        };
        return new RVector(values, hasAttributes ? ((RPairs)Item()!).ByTag() : NoAttributes);
    }

    /// <summary>Pairs of names and values; those of attributes, of saved variables, and of what is not needed.</summary>
    private List<(string? Tag, object? Value)> Pairs(int flags)
    {
        var pairs = new List<(string?, object?)>();
        while ((flags & 0xFF) is 2 or 6)
        {
            _ = (flags & 0x200) != 0 ? Item() : null;
            string? tag = (flags & 0x400) != 0 ? Item() as string : null;
            pairs.Add((tag, Item()));
            flags = Integer();
        }

        return (flags & 0xFF) == 254 ? pairs : throw new InvalidDataException("Code of R has no place in a data frame.");
    }

    /// <summary>A vector that R saved by a rule: from, count and step, or a vector with a wrapping.</summary>
    private object? Compact()
    {
        var kind = ((RPairs)Item()!).Values[0].Value as string;
        var state = Item();
        Item();
        return (kind, state) switch
        {
            ("compact_intseq" or "compact_realseq", RVector rule) => new RVector(
                [.. Enumerable.Range(0, Convert.ToInt32(rule.Values[0])).Select(i => (object?)(Convert.ToDouble(rule.Values[1]) + (i * Convert.ToDouble(rule.Values[2]))))], NoAttributes),
            (_, RPairs pairs) => pairs.Values[0].Value,
            (_, RVector wrapped) => wrapped.Values[0],
            _ => throw new InvalidDataException($"R's form '{kind}' of a vector is not known."),
        };
    }

    private object? Names()
    {
        Integer();
        return Remember(Many(Item));
    }

    private object? Environment()
    {
        Integer();
        Remember(null);
        for (int i = 0; i < 4; i++)
        {
            Item();
        }

        return null;
    }

    private string? Text()
    {
        int length = Integer();
        return length < 0 ? null : Encoding.UTF8.GetString(data, Skip(length), length);
    }

    private object?[] Many(Func<object?> read)
    {
        var values = new object?[Integer()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = read();
        }

        return values;
    }

    private object? Remember(object? value)
    {
        _references.Add(value);
        return value;
    }

    private int Integer() => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(Skip(sizeof(int))));

    private double Number() => BinaryPrimitives.ReadDoubleBigEndian(data.AsSpan(Skip(sizeof(double))));

    private int Skip(int count)
    {
        _position += count;
        return _position - count;
    }
}
