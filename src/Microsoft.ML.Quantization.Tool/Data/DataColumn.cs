using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>A column of the rows that a command reads.</summary>
/// <param name="Name">The model input that it feeds, or <see cref="Label"/>.</param>
/// <param name="Type">A number, or a vector of numbers.</param>
internal sealed record DataColumn(string Name, DataViewType Type)
{
    /// <summary>The column of labels. It is no identifier, so that no model input is likely to have its name.</summary>
    public const string Label = "label of the row";

    /// <summary>The type of one value.</summary>
    public Type ItemType => ((Type as VectorDataViewType)?.ItemType ?? Type).RawType;
}
