using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

[TestClass]
public sealed class BadOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly TinyImages _images;

    public BadOptionTests() => _images = new TinyImages(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ValidationDataWithoutRowsIsRefused()
    {
        var options = TinyTraining.Options(1, validation: _context.Data.LoadFromEnumerable<TinyImages.Row>([]));
        var refused = Assert.ThrowsExactly<InvalidOperationException>(
            () => _context.Transforms.QuantizeAware(_images.ModelFile, "Label", options).Fit(_context.Data.LoadFromEnumerable(_images.Rows(100, 1))));
        StringAssert.Contains(refused.Message, "ValidationData");
    }

    [TestMethod]
    public void OptionsOutOfRangeAreRefusedByName()
    {
        var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _context.Transforms.QuantizeAware(_images.ModelFile, "Label", new QuantizationAwareTrainingOptions { LearningRate = 0 }));
        StringAssert.Contains(refused.Message, "LearningRate");
    }
}
