namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>The model of the epoch that did best on validation rows.</summary>
/// <param name="Epoch">The epoch, from 1; 0 is the model before any training.</param>
/// <param name="Score">What validation measured; no rows where there is none.</param>
/// <param name="State">The model.</param>
internal sealed record BestModel(int Epoch, Score Score, ModelState State)
{
    /// <summary>The highest accuracy that any epoch has had, 0 to 1.</summary>
    public double HighestAccuracy { get; init; } = Score.Accuracy ?? 0;

    /// <summary>
    /// Whether another epoch is to be kept in its place: it has the smaller loss, which tells more than accuracy where rows are few, and
    /// an accuracy that is not more than one standard error below the highest. Without validation rows, always.
    /// </summary>
    public bool IsBeatenBy(Score other)
    {
        double error = Math.Sqrt(HighestAccuracy * (1 - HighestAccuracy) / Math.Max(1, other.Rows));
        return other.Rows == 0 || (other.Loss < Score.Loss && (other.Accuracy ?? 1) >= HighestAccuracy - error);
    }

    /// <summary>This model, another epoch's accuracy being known.</summary>
    public BestModel Seen(Score other) => this with { HighestAccuracy = Math.Max(HighestAccuracy, other.Accuracy ?? 0) };

    public void Write(BinaryWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(Score.Loss);
        writer.Write(Score.Accuracy ?? double.NaN);
        writer.Write(Score.Rows);
        writer.Write(HighestAccuracy);
        State.Write(writer);
    }

    /// <param name="reader">Where <see cref="Write"/> wrote.</param>
    /// <param name="layout">What the model holds.</param>
    /// <param name="done">The epochs that are done.</param>
    /// <exception cref="FormatException">It is no such model.</exception>
    public static BestModel Read(BinaryReader reader, IReadOnlyList<(string Name, long Count)> layout, int done)
    {
        int epoch = reader.ReadInt32();
        double loss = reader.ReadDouble();
        double accuracy = reader.ReadDouble();
        long rows = reader.ReadInt64();
        double highest = reader.ReadDouble();
        Checkpoint.Require(epoch >= 0 && epoch <= done, $"its best epoch is {epoch} of {done} that are done");
        Checkpoint.Require(rows >= 0 && (double.IsNaN(accuracy) || IsShare(accuracy)) && IsShare(highest), "the score of its best epoch is none");
        var state = ModelState.Read(reader, layout);
        state.RequireFinite();
        return new BestModel(epoch, new Score(loss, double.IsNaN(accuracy) ? null : accuracy, rows), state) { HighestAccuracy = highest };
    }

    private static bool IsShare(double value) => value is >= 0 and <= 1;
}
