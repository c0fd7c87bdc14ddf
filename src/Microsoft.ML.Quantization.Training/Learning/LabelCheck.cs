namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Refuses labels that nothing can be learned from, before any time is spent.</summary>
internal static class LabelCheck
{
    /// <param name="column">The label column, for messages.</param>
    /// <param name="labels">The labels of all rows.</param>
    /// <param name="scores">How many scores a row of the model has.</param>
    /// <exception cref="InvalidOperationException">A class is out of range, or there is only one.</exception>
    public static void Classes(string column, IEnumerable<float[]> labels, long scores)
    {
        var (seen, rows) = Seen(column, labels, scores, "");
        if (seen.Count == 1)
        {
            throw new InvalidOperationException(
                $"All {rows} rows have class {seen.Single()} in column '{column}'. Training needs rows of several classes; shuffle the data before taking a part of it.");
        }
    }

    /// <summary>The same of rows that nothing is learned from: they may be of one class.</summary>
    /// <exception cref="InvalidOperationException">A class is out of range.</exception>
    public static void ValidationClasses(string column, IEnumerable<float[]> labels, long scores) => Seen(column, labels, scores, " of the validation data");

    /// <summary>The classes that a model of so many scores tells apart: one score tells two.</summary>
    public static long ClassesOf(long scores) => scores == 1 ? 2 : scores;

    private static (HashSet<float> Seen, long Rows) Seen(string column, IEnumerable<float[]> labels, long scores, string of)
    {
        long classes = ClassesOf(scores);
        var seen = new HashSet<float>();
        long row = 0;
        foreach (float[] label in labels)
        {
            if (label[0] >= classes)
            {
                throw new InvalidOperationException(
                    $"Row {row}{of} has class {label[0]} (counted from 0) in column '{column}', but the model tells {classes} classes apart. "
                    + "Labels must be numbered as the model's outputs are.");
            }

            seen.Add(label[0]);
            row++;
        }

        return (seen, row);
    }
}
