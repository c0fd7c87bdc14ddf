namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Rows for a model, wherever they come from.</summary>
internal interface IRowSource
{
    IReadOnlyList<DataColumn> Columns { get; }

    /// <summary>How many rows there are at most; <see langword="null"/> where that takes reading them.</summary>
    long? Count { get; }

    /// <summary>Whether labels are classes; <see langword="null"/> without labels.</summary>
    bool? HasClasses => null;

    /// <summary>What it is, in a few words: "650 images in photos".</summary>
    string Description { get; }

    /// <summary>What the user should know once the rows were read, such as files that were left out.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Reads the rows, from the first. Each row has an array for each column, which the reader may keep.</summary>
    /// <param name="isWanted">Asked of each place in turn; rows that are not wanted are not decoded. <see langword="null"/> wants all.</param>
    IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null);

    /// <summary>How many places there are, counted without decoding a row.</summary>
    long CountPlaces()
    {
        long places = 0;
        foreach (var row in Count == null ? Read(IsLast) : [])
        {
            throw new InvalidOperationException($"Row {row.Place} was not wanted.");
        }

        return Count ?? places;

        bool IsLast(long place)
        {
            places = place + 1;
            return false;
        }
    }
}
