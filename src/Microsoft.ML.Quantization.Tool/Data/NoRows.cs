using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>The columns of a model's inputs without a row, for what needs no data.</summary>
/// <param name="inputs">What the model takes.</param>
/// <param name="like">Rows that were read elsewhere, whose sizes the columns have where all are alike.</param>
/// <param name="sizes">Sizes of free dimensions.</param>
/// <param name="description">What is in place of rows.</param>
internal sealed class NoRows(IReadOnlyList<ModelInput> inputs, IEnumerable<TensorValue[]>? like = null, IReadOnlyDictionary<string, int>? sizes = null, string description = "no rows") : IRowSource
{
    public IReadOnlyList<DataColumn> Columns { get; } = [.. inputs.Select(input => Column(input, (like ?? []).SelectMany(row => row), sizes ?? new Dictionary<string, int>()))];

    public long? Count => 0;

    public string Description => description;

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null) => [];

    private static DataColumn Column(ModelInput input, IEnumerable<TensorValue> values, IReadOnlyDictionary<string, int> given)
    {
        var sizes = values.Where(value => value.Name == input.Name && value.Shape.Length >= input.RowShape.Count).Select(value => value.Shape[^input.RowShape.Count..]).ToArray();
        return sizes.Length > 0 && sizes.All(size => size.AsSpan().SequenceEqual(sizes[0])) ? input.Column([.. sizes[0].Select(size => checked((int)size))])
            : input.RowShape.Count(size => size == null) < 2 ? input.Column()
            : input.Column([.. input.RowShape.Select((size, i) => Size(input, i, given))]);
    }

    /// <summary>No row is read, but columns of several unknown sizes are refused: those that nobody knows are as large as they commonly are.</summary>
    private static int Size(ModelInput input, int dimension, IReadOnlyDictionary<string, int> given) =>
        input.RowShape[dimension] is { } size ? checked((int)size) : input.RowNames[dimension] is { } name && given.TryGetValue(name, out int known) ? known : input.UsualSize;
}
