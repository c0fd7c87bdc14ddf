using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Rows of noise, for a smoke test: that a model converts and runs, and nothing about its accuracy.</summary>
internal sealed class RandomRows : IRowSource
{
    private const int MostValues = 1 << 28;

    private readonly (ModelInput Input, int Length)[] _inputs;
    private readonly int _count;

    /// <param name="inputs">What the model takes.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="free">What free dimensions are.</param>
    public RandomRows(IReadOnlyList<ModelInput> inputs, int count, int free)
        : this(inputs, count, _ => free)
    {
    }

    private RandomRows(IReadOnlyList<ModelInput> inputs, int count, Func<ModelInput, int> free)
    {
        if (inputs.FirstOrDefault(input => input.ItemType is TextDataViewType) is { } text)
        {
            throw new CommandException($"Input '{ForeignText.InMessage(text.Name)}' takes text, which --random cannot make up. Give rows of it by --data.");
        }

        _count = count;
        var shapes = inputs.Select(input => input.RowShape.Select(size => Size(size ?? free(input), input)).ToArray()).ToArray();
        Columns = [.. inputs.Zip(shapes, (input, shape) => input.Column(shape))];
        _inputs = [.. inputs.Zip(shapes, (input, shape) => (input, Size(shape.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)), input)))];
    }

    /// <summary>Rows whose free dimensions are as large as those of images and sentences commonly are.</summary>
    public static RandomRows OfUsualSize(IReadOnlyList<ModelInput> inputs, int count) => new(inputs, count, input => input.UsualSize);

    public IReadOnlyList<DataColumn> Columns { get; }

    public long? Count => _count;

    public string Description => $"{_count} random rows";

    public IReadOnlyList<string> Warnings => ["The rows are random: this shows that the model converts and runs. Ranges, accuracy and error say nothing about real data."];

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null)
    {
        for (int row = 0; row < _count; row++)
        {
            if (isWanted?.Invoke(row) != false)
            {
                var random = new Random(row);
                yield return new SourceRow(row, [.. _inputs.Select(each => Values(each.Input.ItemType, each.Length, random))]);
            }
        }
    }

    private static int Size(long size, ModelInput input) => size is >= 0 and <= MostValues
        ? (int)size
        : throw new CommandException($"Input '{ForeignText.InMessage(input.Name)}' takes {ForeignText.InMessage(input.Text)}, which is too large a row to make up.");

    private static Array Values(PrimitiveDataViewType type, int length, Random random)
    {
        bool isReal = type.RawType == typeof(float) || type.RawType == typeof(double);
        var values = new double[length];
        for (int i = 0; i < length; i++)
        {
            // Ends of masks and indices of small tables are 0 and 1.
            values[i] = isReal ? (2 * random.NextDouble()) - 1 : random.Next(2);
        }

        return ValueArrays.Create(type, values);
    }
}
