namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>The model of the epoch that did best on validation rows.</summary>
/// <param name="Epoch">The epoch, from 1; 0 is the model before any training.</param>
/// <param name="Score">What validation measured; no rows where there is none.</param>
/// <param name="State">The model.</param>
internal sealed record BestModel(int Epoch, Score Score, ModelState State)
{
    /// <summary>
    /// Whether another epoch is to be kept in its place: the one with the higher accuracy, where there are classes, then the one with
    /// the smaller loss. Without validation rows, always.
    /// </summary>
    public bool IsBeatenBy(Score other) => other.Rows == 0
        || (other.Accuracy ?? 0, -other.Loss).CompareTo((Score.Accuracy ?? 0, -Score.Loss)) > 0;

    public void Write(BinaryWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(Score.Loss);
        writer.Write(Score.Accuracy ?? double.NaN);
        writer.Write(Score.Rows);
        State.Write(writer);
    }

    public static BestModel Read(BinaryReader reader)
    {
        int epoch = reader.ReadInt32();
        double loss = reader.ReadDouble();
        double accuracy = reader.ReadDouble();
        return new BestModel(epoch, new Score(loss, double.IsNaN(accuracy) ? null : accuracy, reader.ReadInt64()), ModelState.Read(reader));
    }
}
