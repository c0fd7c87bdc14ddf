namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Refuses rows that cannot be compared, by their number.</summary>
internal sealed class RowCheck(EvaluationTask task, OutputForm output, string? labelColumn)
{
    /// <exception cref="InvalidOperationException">The label does not fit the output.</exception>
    public void Label(long row, ReadOnlySpan<float> label)
    {
        if (labelColumn == null)
        {
            return;
        }

        if (task is EvaluationTask.MulticlassClassification or EvaluationTask.BinaryClassification)
        {
            Class(row, label);
        }
        else
        {
            Quantities(row, label);
        }
    }

    /// <exception cref="InvalidOperationException">A score is NaN.</exception>
    public void Scores(long row, ReadOnlySpan<float> scores, string model)
    {
        foreach (float score in scores)
        {
            if (float.IsNaN(score))
            {
                throw new InvalidOperationException(
                    $"The {model} model gives NaN in output '{output.Name}' for row {row}. Check that row's input for values the model cannot take (a logarithm of 0, a division by 0, NaN itself), or leave it out.");
            }
        }
    }

    /// <exception cref="InvalidOperationException">The models' outputs are of different lengths.</exception>
    public void Lengths(long row, int expected, int actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException(
                $"Output '{output.Name}' has {expected} values in FP32, but {actual} in INT8 for row {row}. Give the FP32 model that the INT8 model was made from. If it is that one, the size of the output depends on the data, "
                + "as that of selected boxes does, and cannot be compared value by value: compare a model that ends before the selection.");
        }

        if (task is EvaluationTask.MulticlassClassification or EvaluationTask.BinaryClassification && expected != output.Count)
        {
            throw new InvalidOperationException($"Output '{output.Name}' has {expected} scores for row {row}, but {output.Count} for row 0. Set the task to Embedding.");
        }
    }

    private void Class(long row, ReadOnlySpan<float> label)
    {
        long classes = Math.Max(2, output.Count);
        if (label.Length != 1 || label[0] < 0 || label[0] != MathF.Floor(label[0]))
        {
            throw new InvalidOperationException($"Row {row} has the label {Text(label)} in column '{labelColumn}'; expected a class, counted from 0.");
        }

        if (label[0] >= classes)
        {
            throw new InvalidOperationException(
                $"Row {row} has class {label[0]} (counted from 0) in column '{labelColumn}', but the model tells {classes} classes apart. Labels must be numbered as the model's outputs are.");
        }
    }

    private void Quantities(long row, ReadOnlySpan<float> label)
    {
        if (label.Length != output.Count)
        {
            throw new InvalidOperationException(
                $"Row {row} has {label.Length} values in label column '{labelColumn}', but output '{output.Name}' has {output.Count}. "
                + "For classes make the label a key (MapValueToKey) or set the task to MulticlassClassification; for quantities give a vector as long as the output.");
        }

        foreach (float value in label)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidOperationException($"Row {row} has the label {value} in column '{labelColumn}'; expected a number. Drop such rows (FilterRowsByMissingValues).");
            }
        }
    }

    private static string Text(ReadOnlySpan<float> label) => label.Length == 1 ? $"{label[0]}" : $"of {label.Length} values";
}
