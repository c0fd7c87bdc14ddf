using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Tests.Handlers;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Rows of differing lengths.</summary>
[TestClass]
public sealed class SequenceTests
{
    private const int Words = 12;
    private const int Width = 16;

    private readonly MLContext _context = new(1);

    [TestMethod]
    public void SequencesOfDifferingLengths_AreLearnedFrom()
    {
        using var folder = new TemporaryFolder();
        var log = new TrainingLog(_context);
        string path = folder.File("attention.onnx");
        OnnxModelWriter.Save(Attention(), path);
        var test = Sequences(300, 2);
        Assert.AreNotEqual(test[0].Ids.Length, test[1].Ids.Length);

        using var model = _context.Transforms.QuantizeAware(path, "Label", TinyTraining.Options(epochs: 8, rate: 1e-2, distillation: 0)).Fit(_context.Data.LoadFromEnumerable(Sequences(600, 1)));

        float[][] scores = [.. model.Transform(_context.Data.LoadFromEnumerable(test)).GetColumn<float[]>("scores")];
        double accuracy = scores.Zip(test, (score, row) => score[1] > score[0] == row.Label ? 1.0 : 0).Average();
        Assert.IsEmpty(log.Warnings);
        Assert.IsLessThan(0.8 * log.LossBefore, log.LossAfter);
        Assert.IsGreaterThan(0.85, accuracy);
    }

    [TestMethod]
    public void AnEncoderOfSentences_IsTrainedThroughThePipeline()
    {
        string path = SharedAssets.Model("minibert_sst2_fp32_opset17.onnx");
        var rows = File.ReadLines(SharedAssets.Data("sst2_calib_ids.txt")).Where(line => line.Length > 0).Take(150).Select(Sentence).ToArray();
        Assert.IsGreaterThan(1, rows.Select(row => row.Ids.Length).Distinct().Count());
        var log = new TrainingLog(_context);
        var options = new QuantizationAwareTrainingOptions { Epochs = 1, BatchSize = 8, LearningRate = 1e-4, Threads = 1 };

        using var model = _context.Transforms.QuantizeAware(["scores"], ["Ids", "Mask"], path, "Label", options).Fit(_context.Data.LoadFromEnumerable(rows));

        Assert.IsEmpty(log.Warnings);
        log.AssertHolds("Epoch 1 of 1:");
        Assert.IsLessThanOrEqualTo(log.LossBefore, log.LossAfter);
        Assert.AreEqual(100, log.Agreement);
    }

    // Embeddings, one head of attention with a residual, the mean over the words.
    private static OnnxModel Attention() => new ModelBuilder(17)
        .Input("Ids", DataType.Int64, -1, -1)
        .Made("table", Words, Width)
        .Made("q", Width, Width).Made("k", Width, Width).Made("v", Width, Width).Made("bias", Width)
        .Made("out", Width, 2).Made("end", 2)
        .Node("Gather", "table Ids", "e")
        .Node("MatMul", "e q", "eq").Node("MatMul", "e k", "ek").Node("MatMul", "e v", "ev").Node("Add", "ev bias", "value")
        .Node("Transpose", "ek", "key", ("perm", new[] { 0, 2, 1 }))
        .Node("MatMul", "eq key", "match").Node("Softmax", "match", "weight", ("axis", -1))
        .Node("MatMul", "weight value", "seen").Node("Add", "seen e", "sum")
        .Node("ReduceMean", "sum", "mean", ("axes", new[] { 1 }), ("keepdims", 0))
        .Node("Gemm", "mean out end", "scores")
        .Output("scores")
        .Model();

    /// <summary>Whether more words are from the second half of the vocabulary than from the first; as many are left out.</summary>
    private static Row[] Sequences(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, int.MaxValue)
            .Select(i => Enumerable.Range(0, 2 + (i % 5)).Select(_ => (long)random.Next(Words)).ToArray())
            .Where(ids => Balance(ids) != 0)
            .Take(count)
            .Select(ids => new Row { Ids = ids, Label = Balance(ids) > 0 })];
    }

    private static int Balance(long[] ids) => ids.Sum(id => id < Words / 2 ? -1 : 1);

    private static Row Sentence(string line)
    {
        string[] parts = line.Split('\t');
        long[] ids = [.. parts[1].Split(' ').Select(long.Parse)];
        return new Row { Ids = ids, Mask = Array.ConvertAll(ids, _ => 1L), Label = parts[0] == "1" };
    }

    private sealed class Row
    {
        public long[] Ids { get; set; } = [];

        public long[] Mask { get; set; } = [];

        public bool Label { get; set; }
    }
}
