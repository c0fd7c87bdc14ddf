using System.Globalization;
using Microsoft.ML.Quantization.Common;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>A Parquet file of plain columns. One group of rows is in memory at a time.</summary>
internal sealed class ParquetTable : ITable
{
    private const long MostRowsOfGroup = 1 << 26;
    private static readonly TimeSpan LongestGroup = TimeSpan.FromSeconds(60);

    private readonly string _path;
    private readonly DataField[] _fields;
    private volatile string? _current;

    public ParquetTable(string path)
    {
        _path = path;
        (_fields, Count) = Read(async reader =>
        {
            long rows = 0;
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                using var part = reader.OpenRowGroupReader(group);
                rows += part.RowCount is >= 0 and <= MostRowsOfGroup
                    ? part.RowCount
                    : throw new CommandException($"'{path}' has a group of {part.RowCount:N0} rows, and one group has to fit in memory. Write it with groups of a million rows at most.");
            }

            return (await Task.FromResult(reader.Schema.GetDataFields()).ConfigureAwait(false), rows);
        });
        Header = [.. _fields.Select(field => field.Path.ToString())];
    }

    public IReadOnlyList<string> Header { get; }

    public long? Count { get; }

    public IEnumerable<(string[] Cells, string Place)> Rows()
    {
        int groups = Read(reader => Task.FromResult(reader.RowGroupCount));
        long row = 0;
        for (int group = 0; group < groups; group++)
        {
            int index = group;
            string[][] columns = Read(async reader =>
            {
                using var part = reader.OpenRowGroupReader(index);
                var read = new string[_fields.Length][];
                for (int i = 0; i < read.Length; i++)
                {
                    read[i] = await Checked(part, _fields[i]).ConfigureAwait(false);
                }

                return read;
            });
            for (int i = 0; columns.Length > 0 && i < columns[0].Length; i++)
            {
                yield return ([.. columns.Select(column => column[i])], $"Row {row++} of '{_path}'");
            }
        }
    }

    /// <summary>A column, or an error with its name.</summary>
    private async Task<string[]> Checked(ParquetRowGroupReader part, DataField field)
    {
        _current = $"column '{ForeignText.InMessage(field.Path.ToString())}' of '{_path}'";
        try
        {
            if (part.GetMetadata(field)?.MetaData is { } column)
            {
                using var stream = RegularFile.OpenRead(_path);
                ParquetPages.Check(stream, column);
            }

            return await Column(part, field).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (CommandException or OutOfMemoryException))
        {
            throw new CommandException($"The data of {_current} are damaged, or of a kind that cannot be read: {ForeignText.InMessage(e.Message)} Write the file again.", inner: e);
        }
    }

    private Task<string[]> Column(ParquetRowGroupReader part, DataField field) => field.IsArray || field.MaxRepetitionLevel > 0
        ? throw new CommandException($"Column '{ForeignText.InMessage(field.Path.ToString())}' of '{_path}' holds lists. Expected a number or a text in each row; give arrays as .npz.")
        : Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Single => Numbers<float>(part, field),
            TypeCode.Double => Numbers<double>(part, field),
            TypeCode.Int64 => Numbers<long>(part, field),
            TypeCode.Int32 => Numbers<int>(part, field),
            TypeCode.Int16 => Numbers<short>(part, field),
            TypeCode.SByte => Numbers<sbyte>(part, field),
            TypeCode.Byte => Numbers<byte>(part, field),
            TypeCode.UInt16 => Numbers<ushort>(part, field),
            TypeCode.UInt32 => Numbers<uint>(part, field),
            TypeCode.UInt64 => Numbers<ulong>(part, field),
            TypeCode.Boolean => Truths(part, field),
            _ when field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>) => Texts(part, field),
            _ => throw new CommandException($"Column '{ForeignText.InMessage(field.Path.ToString())}' of '{_path}' holds {field.ClrType.Name}. Expected numbers, truth values or text."),
        };

    private static async Task<string[]> Numbers<T>(ParquetRowGroupReader part, DataField field)
        where T : struct, IFormattable
    {
        if (field.IsNullable)
        {
            var values = new T?[part.RowCount];
            await part.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(values, value => value?.ToString(null, CultureInfo.InvariantCulture) ?? "");
        }

        var all = new T[part.RowCount];
        await part.ReadAsync<T>(field, all.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(all, value => value.ToString(null, CultureInfo.InvariantCulture));
    }

    private static async Task<string[]> Truths(ParquetRowGroupReader part, DataField field)
    {
        if (field.IsNullable)
        {
            var values = new bool?[part.RowCount];
            await part.ReadAsync<bool>(field, values.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(values, value => value == null ? "" : value == true ? "1" : "0");
        }

        var all = new bool[part.RowCount];
        await part.ReadAsync<bool>(field, all.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(all, value => value ? "1" : "0");
    }

    private static async Task<string[]> Texts(ParquetRowGroupReader part, DataField field)
    {
        var values = new string?[part.RowCount];
        await part.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(values, value => value ?? "");
    }

    private T Read<T>(Func<ParquetReader, Task<T>> read)
    {
        async Task<T> Open()
        {
            using var stream = RegularFile.OpenRead(_path);
            ParquetFooter.Check(stream);
            await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
            return await read(reader).ConfigureAwait(false);
        }

        try
        {
            // Nothing stops the reader where damage leads it in a circle.
            return Task.Run(Open).WaitAsync(LongestGroup).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            throw new CommandException($"{(_current is { } column ? $"The data of {column} are" : $"'{_path}' is")} damaged, or a group of its rows is too large: reading one took more than {LongestGroup.TotalSeconds:0} s. Write the file again.");
        }
        catch (Exception e) when (e is not (CommandException or FileNotFoundException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw new CommandException($"'{_path}' is no Parquet file that can be read: {ForeignText.InMessage(e.Message)}", inner: e);
        }
    }
}
