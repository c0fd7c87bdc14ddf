namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Where a training stands after an epoch.</summary>
/// <param name="Epoch">The epochs that are done.</param>
/// <param name="Current">The model.</param>
/// <param name="Best">The best so far.</param>
internal sealed record Checkpoint(int Epoch, ModelState Current, BestModel Best)
{
    private const string FileName = "training.checkpoint";

    // Names, scores and counts take no more; the rest are floats.
    private const long LargestOverhead = 1 << 16;

    /// <summary>Writes the checkpoint; the one before stays until this one is whole.</summary>
    public void Save(string folder, string fingerprint, WeightOptimizer optimizer) => CheckpointFile.Write(Path.Combine(folder, FileName), writer =>
    {
        writer.Write(fingerprint);
        writer.Write(Epoch);
        Current.Write(writer);
        Best.Write(writer);
        optimizer.Write(writer);
    });

    /// <summary>Reads the checkpoint of this training; <see langword="null"/> where there is none yet. The folder is made if need be.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="fingerprint">What tells this training from others.</param>
    /// <param name="model">The model that it must fit.</param>
    /// <param name="optimizer">Is brought to where the checkpoint left it.</param>
    /// <param name="epochs">The epochs of the training.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of another training.</exception>
    public static Checkpoint? Load(string folder, string fingerprint, TrainableModel model, WeightOptimizer optimizer, int epochs)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        var layout = model.Layout;
        long most = LargestOverhead + (2 * layout.Sum(entry => (4 * entry.Count) + (4 * entry.Name.Length) + 16)) + optimizer.Bytes;
        return CheckpointFile.Read(path, most, reader =>
        {
            if (reader.ReadString() != fingerprint)
            {
                throw new InvalidDataException($"The checkpoint '{path}' is of a training with another model or other options. Delete it, or use another folder.");
            }

            int epoch = reader.ReadInt32();
            Require(epoch >= 1 && epoch <= epochs, $"it stands after epoch {epoch} of {epochs}");
            var checkpoint = new Checkpoint(epoch, ModelState.Read(reader, layout), BestModel.Read(reader, layout, epoch));
            optimizer.Read(reader);
            return checkpoint;
        });
    }

    /// <exception cref="FormatException">It does not hold.</exception>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException($"{otherwise}.");
        }
    }
}
