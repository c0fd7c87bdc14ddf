using System.Text;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Where a training stands after an epoch.</summary>
/// <param name="Epoch">The epochs that are done.</param>
/// <param name="Current">The model.</param>
/// <param name="Best">The best so far.</param>
internal sealed record Checkpoint(int Epoch, ModelState Current, BestModel Best)
{
    private const string FileName = "training.checkpoint";
    private const string Magic = "mlq-qat-2";

    /// <summary>Writes the checkpoint; the one before stays until this one is whole.</summary>
    public void Save(string folder, string fingerprint, WeightOptimizer optimizer)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            writer.Write(Magic);
            writer.Write(fingerprint);
            writer.Write(Epoch);
            Current.Write(writer);
            Best.Write(writer);
            optimizer.Write(writer);
        });
    }

    /// <summary>Reads the checkpoint of this training; <see langword="null"/> where there is none yet.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another training.</exception>
    public static Checkpoint? Load(string folder, string fingerprint, WeightOptimizer optimizer)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
            if (reader.ReadString() != Magic || reader.ReadString() != fingerprint)
            {
                throw new InvalidDataException($"The checkpoint '{path}' is of a training with another model or other options. Delete it, or use another folder.");
            }

            var checkpoint = new Checkpoint(reader.ReadInt32(), ModelState.Read(reader), BestModel.Read(reader));
            optimizer.Read(reader);
            return checkpoint;
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or OverflowException or FormatException)
        {
            throw new InvalidDataException($"The checkpoint '{path}' is damaged: {e.Message} Delete it to start again.", e);
        }
    }
}
