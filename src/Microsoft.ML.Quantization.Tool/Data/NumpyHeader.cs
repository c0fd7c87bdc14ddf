using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>
/// What a .npy file says of its array (NumPy enhancement proposal 1, "A simple file format for NumPy arrays").
/// </summary>
/// <param name="Type">Kind and bytes of a value: f4, i8, u1, b1 and so on.</param>
/// <param name="Shape">The dimensions, the first being the rows.</param>
internal sealed partial record NumpyHeader(string Type, long[] Shape)
{
    private const int LongestHeader = 1 << 16;
    private const int MostDimensions = 32;
    private const long MostValues = 1L << 48;
    private static readonly string[] Types = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"];

    public int ItemBytes => Type[1] - '0';

    public long Rows => Shape.Length == 0 ? 1 : Shape[0];

    /// <summary>The values of one row; a number that is larger than any memory stands for all of those.</summary>
    public long RowLength => Shape.Skip(1).Contains(0) ? 0 : Shape.Skip(1).Aggregate(1L, (product, size) => product > MostValues / size ? MostValues : product * size);

    /// <summary>The bytes of one row.</summary>
    public long RowBytes => RowLength * ItemBytes;

    public string RowText => RowLength == MostValues ? "too many values" : $"{RowLength:N0} values";

    /// <summary>Reads it, and leaves the stream where the values begin.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    public static NumpyHeader Read(Stream stream, string name)
    {
        var start = new byte[8];
        if (stream.ReadAtLeast(start, 8, false) < 8 || start[0] != 0x93 || !start.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
        {
            throw new CommandException($"'{name}' is not a NumPy array. Save it with numpy.save, or several with numpy.savez.");
        }

        var size = new byte[start[6] == 1 ? 2 : 4];
        int length = stream.ReadAtLeast(size, size.Length, false) < size.Length ? -1
            : size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadInt32LittleEndian(size);
        var text = new byte[length is >= 0 and <= LongestHeader ? length : throw Damaged(name)];
        return stream.ReadAtLeast(text, length, false) == length ? Parse(Encoding.Latin1.GetString(text), name) : throw Damaged(name);
    }

    private static NumpyHeader Parse(string text, string name)
    {
        var (type, order, shape) = (TypePattern().Match(text), OrderPattern().Match(text), ShapePattern().Match(text));
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw Damaged(name);
        }

        string item = type.Groups[1].Value;
        if (!Types.Contains(item.TrimStart('<', '|', '=')))
        {
            throw new CommandException($"'{name}' holds values of type {ForeignText.InMessage(item)}. Expected numbers in little-endian order: astype('float32') or astype('int64') before saving.");
        }

        if (order.Groups[1].Value == "True")
        {
            throw new CommandException($"'{name}' is stored by columns. Save numpy.ascontiguousarray(array).");
        }

        long[] sizes = [.. shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => long.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : throw Damaged(name))];
        return sizes.Length <= MostDimensions ? new NumpyHeader(item[^2..], sizes) : throw Damaged(name);
    }

    private static CommandException Damaged(string name) => new($"'{name}' is a damaged NumPy array: its header cannot be read. Save it again.");

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
