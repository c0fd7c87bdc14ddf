using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class ActivationObserverTests
{
    private static readonly string[] Tensors = ["x", "h", "s", "y"];

    [TestMethod]
    public void Observe_SeesTheSameForAnyThreadsAndOrder()
    {
        var rows = QuantizerRun.Rows(24, SmallModels.Image);
        var expected = Observe(SmallModels.Residual(), rows, 1);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            new Random(threads).Shuffle(rows);
            var actual = Observe(SmallModels.Residual(), rows, threads);
            Assert.AreEqual(24, actual.Rows);
            foreach (string tensor in Tensors)
            {
                SketchAssert.AreEqual(expected.Sketches[tensor], actual.Sketches[tensor]);
            }

            CollectionAssert.AreEqual(expected.Means["h"].ToArray(), actual.Means["h"].ToArray());
        }
    }

    /// <summary>Ranges, means, channels and covariances of two shards, merged, are those of all rows.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(16)]
    public void Shards_MergeToWhatAllRowsShow(int first)
    {
        var rows = QuantizerRun.Rows(24, SmallModels.Image);
        var expected = ObserveAll(rows);
        var merged = ObserveAll(rows[..first]);
        merged.Merge(ObserveAll(rows[first..]));
        Assert.AreEqual(24, merged.Rows);
        foreach (string tensor in Tensors)
        {
            SketchAssert.AreEqual(expected.Sketches[tensor], merged.Sketches[tensor]);
        }

        CollectionAssert.AreEqual(expected.Means["h"].ToArray(), merged.Means["h"].ToArray());
        foreach (var (one, other) in expected.Channels["h"].Channels.Zip(merged.Channels["h"].Channels))
        {
            Assert.AreEqual((one.Count, one.Zeros, one.Minimum, one.Maximum), (other.Count, other.Zeros, other.Minimum, other.Maximum));
            Assert.IsTrue(one.Bins.Positive.SequenceEqual(other.Bins.Positive) && one.Bins.Negative.SequenceEqual(other.Bins.Negative));
        }

        var (sums, others) = (expected.Covariances.Values.Single(), merged.Covariances.Values.Single());
        Assert.AreEqual(sums.Count, others.Count);
        CollectionAssert.AreEqual(sums.Bins.Keys.ToArray(), others.Bins.Keys.ToArray());
        foreach (var (bin, products) in sums.Bins)
        {
            CollectionAssert.AreEqual(products.Products, others.Bins[bin].Products);
            CollectionAssert.AreEqual(products.Values, others.Bins[bin].Values);
        }
    }

    [TestMethod]
    public void Observe_TakesRowsOfDifferentShapes()
    {
        var model = new ModelBuilder(13).Input("x", 1, 8, -1, -1).Weights("w", QuantizerRun.Uniform(new Random(1), 64), 8, 8, 1, 1)
            .Node("Conv", "x w", "h").Node("Relu", "h", "r").Output("r").Build();
        TensorValue[][] rows = [.. QuantizerRun.Rows(2, 1, 8, 3, 4), .. QuantizerRun.Rows(3, 1, 8, 7, 2)];
        using var observer = new ActivationObserver(new OnnxModel(model, "test.onnx"), ["x", "h"], []);
        var observation = observer.Observe(rows, 2);
        Assert.AreEqual((2 * 8 * 12) + (3 * 8 * 14), observation.Sketches["x"].Count);
        Assert.AreEqual(observation.Sketches["x"].Count, observation.Sketches["h"].Count);
    }

    [TestMethod]
    public void Observe_ReadsRowsOnceAndLazily()
    {
        int read = 0;
        IEnumerable<TensorValue[]> Rows()
        {
            foreach (var row in QuantizerRun.Rows(5, SmallModels.Image))
            {
                read++;
                yield return row;
            }
        }

        using var observer = new ActivationObserver(new OnnxModel(SmallModels.Conv(), "test.onnx"), ["y"], []);
        var rows = Rows();
        Assert.AreEqual(0, read);
        observer.Observe(rows, 3);
        Assert.AreEqual(5, read);
    }

    [TestMethod]
    public void Observe_ThrowsWhatReadingARowThrew()
    {
        IEnumerable<TensorValue[]> Rows()
        {
            yield return QuantizerRun.Rows(1, SmallModels.Image)[0];
            throw new InvalidDataException("row 2 is broken");
        }

        using var observer = new ActivationObserver(new OnnxModel(SmallModels.Conv(), "test.onnx"), ["y"], []);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => observer.Observe(Rows(), 2));
        Assert.AreEqual("row 2 is broken", error.Message);
    }

    private static ActivationStatistics ObserveAll(TensorValue[][] rows)
    {
        var model = SmallModels.Residual();
        var layer = model.Graph.Node.First(node => node.OpType == "Conv");
        var window = InputWindow.Of(layer, model.Graph.Initializer.First(tensor => tensor.Name == layer.Input[1]).Dims);
        using var observer = new ActivationObserver(new OnnxModel(model, "test.onnx"), Tensors, [KeyValuePair.Create("h", false)], [KeyValuePair.Create("h", false)], windows: [window]);
        return observer.Observe(rows, 2);
    }

    private static ActivationStatistics Observe(ModelProto model, TensorValue[][] rows, int threads)
    {
        using var observer = new ActivationObserver(new OnnxModel(model, "test.onnx"), Tensors, [KeyValuePair.Create("h", false)]);
        return observer.Observe(rows, threads);
    }
}
