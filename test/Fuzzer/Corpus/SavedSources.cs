using Fuzzer.Data;
using Microsoft.ML;
using Microsoft.ML.Quantization;

namespace Fuzzer.Corpus;

/// <summary>A calibration table, a saved pipeline and a checkpoint of one small model.</summary>
internal sealed class SavedSources
{
    public SavedSources(byte[] model, string scratch)
    {
        string folder = Directory.CreateDirectory(Path.Combine(scratch, "sources")).FullName;
        string file = Path.Combine(folder, "dense.onnx");
        File.WriteAllBytes(file, model);
        var context = new MLContext(1);
        var rows = MadeUpView.For(model, seed: 1);
        using (var transformer = context.Transforms.Quantize(file, new QuantizationOptions { IntraOpThreads = 1, OnlyWhereFaster = false }).Fit(rows))
        {
            transformer.Calibration!.Save(Path.Combine(folder, "table.json"));
            context.Quantization().Save(transformer, rows.Schema, Path.Combine(folder, "saved.zip"));
        }

        Table = File.ReadAllBytes(Path.Combine(folder, "table.json"));
        Zip = File.ReadAllBytes(Path.Combine(folder, "saved.zip"));
        Checkpoint = MakeCheckpoint(context, file, rows, Path.Combine(folder, "checkpoints"));
    }

    public byte[] Table { get; }

    public byte[] Zip { get; }

    public byte[] Checkpoint { get; }

    /// <summary>How the checkpoint was made, and is gone on with.</summary>
    public static QuantizationAwareTrainingOptions Training(string folder) => new()
    {
        Epochs = 1,
        BatchSize = 8,
        Threads = 1,
        CheckpointFolder = folder,
        Quantization = new QuantizationOptions { IntraOpThreads = 1, OnlyWhereFaster = false },
    };

    private static byte[] MakeCheckpoint(MLContext context, string file, MadeUpView rows, string folder)
    {
        context.Transforms.QuantizeAware(file, options: Training(folder)).Fit(rows).Dispose();
        return File.ReadAllBytes(Directory.GetFiles(folder).Single());
    }
}
