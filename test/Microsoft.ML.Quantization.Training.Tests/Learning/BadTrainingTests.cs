using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

[TestClass]
public sealed class BadTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly TinyImages _images;
    private readonly TinyImages.Row[] _rows;

    public BadTrainingTests()
    {
        _images = new TinyImages(_folder.Path);
        _rows = _images.Rows(100, 1);
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void AMissingLabelColumnIsNamed()
    {
        var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(_rows, "Class"));
        StringAssert.Contains(refused.Message, "'Class'");
    }

    [TestMethod]
    public void ATextLabelIsRefused()
    {
        var data = View(row => new TextRow { Image = row.Image, Label = $"class {row.Label}" });
        var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(data, "Label"));
        StringAssert.Contains(refused.Message, "MapValueToKey");
    }

    [TestMethod]
    public void ARealNumberAsLabelOfAClassifierIsRefused()
    {
        var data = View(row => new QuantityRow { Image = row.Image, Label = row.Label });
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(data, "Label"));
        StringAssert.Contains(refused.Message, "'Scores'");
    }

    [TestMethod]
    public void AMissingKeyIsRefusedWithItsRow()
    {
        _rows[7].Label = TinyImages.Classes + 5;
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(_rows, "Label"));
        StringAssert.Contains(refused.Message, "Row 7");
    }

    [TestMethod]
    public void AClassThatTheModelDoesNotKnowIsRefused()
    {
        var data = View(row => new NumberedRow { Image = row.Image, Label = (int)row.Label + 1 });
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(data, "Label"));
        StringAssert.Contains(refused.Message, $"class {TinyImages.Classes}");
    }

    [TestMethod]
    public void RowsOfOneClassAreRefused()
    {
        Array.ForEach(_rows, row => row.Label = 1);
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(_rows, "Label"));
        StringAssert.Contains(refused.Message, "All 100 rows");
    }

    [TestMethod]
    public void ValidationDataWithoutRowsIsRefused()
    {
        var options = TinyTraining.Options(1, validation: View([]));
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(View(_rows), "Label", options));
        StringAssert.Contains(refused.Message, "ValidationData");
    }

    [TestMethod]
    public void ALossThatIsNoNumberEndsTheTrainingAndKeepsTheBest()
    {
        var messages = new List<string>();
        _context.Log += (_, entry) => messages.Add(entry.Message);

        // INT8 clips what explodes, so the last layer is left in FP32.
        var options = TinyTraining.Options(3, rate: 1e38, optimizer: TrainingOptimizer.Sgd, scales: ScaleTraining.Frozen, inFloat: [TinyImages.LastNode]);
        double accuracy = TinyImages.Accuracy(Fit(View(_rows), "Label", options), _context, _rows);

        Assert.IsTrue(messages.Any(message => message.Contains("no number any more in epoch", StringComparison.Ordinal)));
        Assert.IsGreaterThan(0.5, accuracy);
    }

    [TestMethod]
    public void CancellationKeepsTheBestWhereThatIsAskedFor()
    {
        using var stop = new CancellationTokenSource();
        _context.Log += (_, entry) =>
        {
            if (entry.Message.Contains("Epoch 1 of 50:", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        };
        var trained = Fit(View(_rows), "Label", TinyTraining.Options(50, keepBest: true, cancellation: stop.Token));
        Assert.IsGreaterThan(0.5, TinyImages.Accuracy(trained, _context, _rows));
    }

    [TestMethod]
    public void OptionsOutOfRangeAreRefusedByName()
    {
        var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _context.Transforms.QuantizeAware(_images.ModelFile, "Label", new QuantizationAwareTrainingOptions { LearningRate = 0 }));
        StringAssert.Contains(refused.Message, "LearningRate");
    }

    private QuantizedOnnxTransformer Fit(TinyImages.Row[] rows, string label) => Fit(View(rows), label);

    private QuantizedOnnxTransformer Fit(IDataView data, string label, QuantizationAwareTrainingOptions? options = null) =>
        _context.Transforms.QuantizeAware(_images.ModelFile, label, options ?? TinyTraining.Options(1)).Fit(data);

    private IDataView View(TinyImages.Row[] rows) => _context.Data.LoadFromEnumerable(rows);

    private IDataView View<T>(Func<TinyImages.Row, T> convert)
        where T : class => _context.Data.LoadFromEnumerable(_rows.Select(convert));

    private class ImageRow
    {
        [VectorType(1, TinyImages.Size, TinyImages.Size)]
        public float[] Image { get; set; } = [];
    }

    private sealed class NumberedRow : ImageRow
    {
        public int Label { get; set; }
    }

    private sealed class QuantityRow : ImageRow
    {
        public float Label { get; set; }
    }

    private sealed class TextRow : ImageRow
    {
        public string Label { get; set; } = "";
    }
}
