using System.Collections;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class CalibrationFeedTests
{
    [TestMethod]
    public void Release_GivesBackWhatIsNoSample()
    {
        var source = new Source(QuantizerRun.Rows(100, SmallModels.Vector));
        using var feed = new CalibrationFeed(source, new QuantizerRun.Messages());
        foreach (var row in feed.Read())
        {
            feed.Release(row);
        }

        var samples = feed.Samples.ToArray();
        Assert.IsTrue(samples.Length is > 1 and < 100);
        CollectionAssert.AreEqual(source.Skip(samples.Length).ToArray(), source.GivenBack);
    }

    [TestMethod]
    public void Release_KeepsWhatIsSearchedOn()
    {
        var source = new Source(QuantizerRun.Rows(400, SmallModels.Vector));
        using var feed = new CalibrationFeed(source, new QuantizerRun.Messages(), searched: new SearchRows());
        foreach (var row in feed.Read().ToArray())
        {
            feed.Release(row);
        }

        Assert.IsNotEmpty(source.GivenBack);
        Assert.IsEmpty(feed.Searched.Intersect(source.GivenBack));
    }

    private sealed class Source(TensorValue[][] rows) : IRecycledRows
    {
        public List<TensorValue[]> GivenBack { get; } = [];

        public void Recycle(TensorValue[] row) => GivenBack.Add(row);

        public IEnumerator<TensorValue[]> GetEnumerator() => rows.AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
