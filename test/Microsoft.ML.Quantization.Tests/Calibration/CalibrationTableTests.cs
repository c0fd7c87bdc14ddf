using System.Reflection;
using CsCheck;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class CalibrationTableTests
{
    private const BindingFlags AllMembers = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    [TestMethod]
    public void SaveAndLoad_GiveTheSameTable()
    {
        CalibrationTable table = CalibrationTables.Make();
        using var folder = new TemporaryFolder();
        table.Save(folder.File("t.json"));
        CalibrationTable loaded = CalibrationTable.Load(folder.File("t.json"));
        Assert.AreEqual((table.ModelHash, table.DataHash, table.Rows), (loaded.ModelHash, loaded.DataHash, loaded.Rows));
        Assert.HasCount(table.Tensors.Count, loaded.Tensors);
        foreach ((CalibratedTensor expected, CalibratedTensor actual) in table.Tensors.Zip(loaded.Tensors))
        {
            foreach (PropertyInfo property in typeof(CalibratedTensor).GetProperties(AllMembers).Where(p => p.Name is not ("Curve" or "Histogram")))
            {
                Assert.AreEqual(property.GetValue(expected), property.GetValue(actual), property.Name);
            }

            CollectionAssert.AreEqual(expected.Curve?.Thresholds.ToArray(), actual.Curve?.Thresholds.ToArray());
            CollectionAssert.AreEqual(expected.Curve?.Divergences.ToArray(), actual.Curve?.Divergences.ToArray());
            Assert.AreEqual(expected.Curve?.MinimumIndex, actual.Curve?.MinimumIndex);
            Assert.AreEqual((expected.Histogram!.Low, expected.Histogram.BinWidth), (actual.Histogram!.Low, actual.Histogram.BinWidth));
            CollectionAssert.AreEqual(expected.Histogram.Counts.ToArray(), actual.Histogram.Counts.ToArray());
        }

        CollectionAssert.AreEqual(new[] { "a", "b" }, loaded.ChannelMeans.Keys.Order().ToArray());
        CollectionAssert.AreEqual(table.ChannelMeans["a"], loaded.ChannelMeans["a"]);
        CollectionAssert.AreEqual(table.ChannelMeans["b"], loaded.ChannelMeans["b"]);
    }

    [TestMethod]
    public void Save_GivesTheSameBytesAndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        CalibrationTables.Make().Save(folder.File("a.json"));
        File.WriteAllText(folder.File("b.json"), "old");
        CalibrationTable.Load(folder.File("a.json")).Save(folder.File("b.json"));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("a.json")), File.ReadAllBytes(folder.File("b.json")));
        CollectionAssert.AreEquivalent(new[] { "a.json", "b.json" }, Directory.GetFiles(folder.Path).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void SaveAndLoad_KeepEveryFloat()
    {
        Gen.Single.Where(float.IsFinite).Sample(number =>
        {
            float value = -Math.Abs(number);
            CalibratedTensor loaded = CalibrationTables.RoundTrip(new CalibratedTensor("x") { Low = value, High = -value });
            Assert.AreEqual(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(loaded.Low));
            Assert.AreEqual(BitConverter.SingleToInt32Bits(-value), BitConverter.SingleToInt32Bits(loaded.High));
        });
    }

    [TestMethod]
    public void Load_KeepsInfiniteDivergences()
    {
        var tensor = new CalibratedTensor("x") { Curve = new DivergenceCurve([1, 2], [double.PositiveInfinity, 0.25], 1) };
        Assert.AreEqual(double.PositiveInfinity, CalibrationTables.RoundTrip(tensor).Curve!.Divergences[0]);
    }

    [TestMethod]
    public void EnsureMatches_RefusesAnotherModelOrOtherData()
    {
        (CalibrationTable table, string model, string data) = (CalibrationTables.Make(), CalibrationTables.Model, CalibrationTables.Data);
        table.EnsureMatches(model.ToUpperInvariant(), data);
        ErrorAssert.Throws<InvalidOperationException>(() => table.EnsureMatches(data, data), "other model");
        ErrorAssert.Throws<InvalidOperationException>(() => table.EnsureMatches(model, model), "other data");
    }

    [TestMethod]
    public void TryGetTensor_FindsByName()
    {
        Assert.IsTrue(CalibrationTables.Make().TryGetTensor("relu/out:0", out CalibratedTensor? found));
        Assert.AreEqual("relu/out:0", found.Name);
        Assert.IsFalse(CalibrationTables.Make().TryGetTensor("RELU/out:0", out _));
    }
}
