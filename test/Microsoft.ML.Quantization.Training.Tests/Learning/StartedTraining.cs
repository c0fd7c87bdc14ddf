using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>A training of <see cref="TinyImages"/> before its first step, with a checkpoint of it.</summary>
internal sealed class StartedTraining : IDisposable
{
    public const int Epochs = 4;
    public const int Done = 2;

    public static readonly string Fingerprint = new('F', 64);

    private readonly TemporaryFolder _folder = new();
    private readonly ObservedModel _observed;

    public StartedTraining()
    {
        var images = new TinyImages(_folder.Path);
        var options = TinyTraining.Options(Epochs);
        _observed = ObservedModel.Create(
            images.ModelFile, images.Rows(4, 1).Select(row => new[] { new TensorValue("Image", row.Image, [1, 1, TinyImages.Size, TinyImages.Size]) }), [options.Quantization], new Silence());
        Model = TrainableModel.Create(_observed.Calibrate(options.Quantization, new Silence()), options);
        Optimizer = new WeightOptimizer(Model.Parameters, options);
        var best = new BestModel(1, new Score(0.5, 0.75, 40), ModelState.Copy(Model));
        new Checkpoint(Done, ModelState.Copy(Model), best).Save(Folder, Fingerprint, Optimizer);
        Whole = System.IO.File.ReadAllBytes(File);
    }

    public TrainableModel Model { get; }

    public WeightOptimizer Optimizer { get; }

    public string Folder => _folder.Path;

    public string File => _folder.File("training.checkpoint");

    /// <summary>The file as it was written.</summary>
    public byte[] Whole { get; }

    public Checkpoint? Load() => Checkpoint.Load(Folder, Fingerprint, Model, Optimizer, Epochs);

    /// <summary>Reading the checkpoint fails, and the message names it.</summary>
    public void AssertRefused(string what)
    {
        var refused = Assert.ThrowsExactly<InvalidDataException>(() => Load(), what);
        StringAssert.Contains(refused.Message, File, what);
    }

    public void Dispose()
    {
        Model.Dispose();
        _observed.Dispose();
        _folder.Dispose();
    }
}
