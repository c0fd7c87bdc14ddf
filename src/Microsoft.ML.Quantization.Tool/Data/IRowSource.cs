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
    IEnumerable<Array[]> Read();
}
