using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Whether the columns of a row agree on the dimensions that their inputs share.</summary>
internal static class RowLengths
{
    public static void Check(BoundInput[] inputs, ReadOnlySpan<int> lengths)
    {
        var sizes = new Dictionary<string, (long Size, string Column)>();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].IsVariable)
            {
                continue;
            }

            long size = inputs[i].FreeSize(lengths[i]);
            if (inputs[i].Parameter is not { } name)
            {
                continue;
            }

            if (sizes.TryGetValue(name, out var other) && other.Size != size)
            {
                throw new InvalidOperationException(
                    $"Columns '{ForeignText.Line(other.Column)}' and '{ForeignText.Line(inputs[i].Column.Name)}' disagree in a row on dimension '{ForeignText.Line(name)}' of the model: {other.Size} and {size}. Give them the same length in every row.");
            }

            sizes[name] = (size, inputs[i].Column.Name);
        }
    }
}
