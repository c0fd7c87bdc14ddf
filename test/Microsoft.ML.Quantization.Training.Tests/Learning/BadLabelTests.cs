using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

[TestClass]
public sealed class BadLabelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly TinyImages _images;
    private readonly TinyImages.Row[] _rows;

    public BadLabelTests()
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

    private QuantizedOnnxTransformer Fit(TinyImages.Row[] rows, string label) => Fit(_context.Data.LoadFromEnumerable(rows), label);

    private QuantizedOnnxTransformer Fit(IDataView data, string label) =>
        _context.Transforms.QuantizeAware(_images.ModelFile, label, TinyTraining.Options(1)).Fit(data);

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
