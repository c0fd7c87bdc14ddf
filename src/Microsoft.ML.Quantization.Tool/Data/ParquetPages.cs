using Parquet.Meta;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>
/// The pages of a column in a group of rows. Their heads are walked through before the column is read, since nothing stops its reader where a damaged one leads it astray.
/// </summary>
internal static class ParquetPages
{
    private const int UsualHead = 1 << 12;
    private const int LongestHead = 1 << 20;
    private const long LargestPage = 1 << 30;

    private static readonly (int, int) Unpacked = (0, 2);
    private static readonly (int, int) Packed = (0, 3);

    /// <summary>Values of a page of data, of the first kind or the second; a dictionary counts for none.</summary>
    private static readonly (int, int)[] Values = [(5, 1), (8, 1)];

    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public static void Check(Stream file, ColumnMetaData column)
    {
        long at = column.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        for (long values = 0; values < column.NumValues;)
        {
            var (numbers, length) = Head(file, at);
            long size = numbers.GetValueOrDefault(Packed, -1);
            long own = Values.Sum(field => numbers.GetValueOrDefault(field));
            if (size < 0 || size > file.Length - at - length || numbers.GetValueOrDefault(Unpacked, -1) is < 0 or > LargestPage || own < 0 || own > column.NumValues - values)
            {
                throw Damaged();
            }

            values += own;
            at += length + size;
        }
    }

    private static (Dictionary<(int Parent, int Field), long> Numbers, int Length) Head(Stream file, long at)
    {
        foreach (int most in new[] { UsualHead, LongestHead })
        {
            var numbers = new Dictionary<(int Parent, int Field), long>();
            byte[] bytes = new byte[Math.Clamp(file.Length - at, 0, most)];
            file.Position = at >= 0 ? at : throw Damaged();
            file.ReadExactly(bytes);
            try
            {
                return (numbers, CompactThrift.Walk(bytes, numbers));
            }
            catch (InvalidDataException) when (bytes.Length == UsualHead)
            {
                // It may be longer than most are: the bounds of values are in it.
            }
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("the head of one of its pages is damaged.");
}
