using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class CalibrationTableTests
{
    private static readonly string Model = new('a', 64);
    private static readonly string Data = new('b', 64);

    [TestMethod]
    public void SaveAndLoad_GiveTheSameTable()
    {
        CalibrationTable table = Table();
        using var folder = new TestFolder();
        table.Save(folder.File("t.json"));
        CalibrationTable loaded = CalibrationTable.Load(folder.File("t.json"));
        Assert.AreEqual((table.ModelHash, table.DataHash, table.Rows), (loaded.ModelHash, loaded.DataHash, loaded.Rows));
        Assert.HasCount(table.Tensors.Count, loaded.Tensors);
        foreach ((CalibratedTensor expected, CalibratedTensor actual) in table.Tensors.Zip(loaded.Tensors))
        {
            foreach (System.Reflection.PropertyInfo property in typeof(CalibratedTensor).GetProperties().Where(p => p.Name != "Curve"))
            {
                Assert.AreEqual(property.GetValue(expected), property.GetValue(actual), property.Name);
            }

            CollectionAssert.AreEqual(expected.Curve?.Thresholds.ToArray(), actual.Curve?.Thresholds.ToArray());
            CollectionAssert.AreEqual(expected.Curve?.Divergences.ToArray(), actual.Curve?.Divergences.ToArray());
            Assert.AreEqual(expected.Curve?.MinimumIndex, actual.Curve?.MinimumIndex);
        }
    }

    [TestMethod]
    public void Save_GivesTheSameBytesAndLeavesNothingElse()
    {
        using var folder = new TestFolder();
        Table().Save(folder.File("a.json"));
        File.WriteAllText(folder.File("b.json"), "old");
        CalibrationTable.Load(folder.File("a.json")).Save(folder.File("b.json"));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("a.json")), File.ReadAllBytes(folder.File("b.json")));
        CollectionAssert.AreEquivalent(new[] { "a.json", "b.json" }, Directory.GetFiles(folder.Path).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void SaveAndLoad_KeepEveryFloat()
    {
        Gen.Single.Where(float.IsFinite).Sample(value =>
        {
            var stream = new MemoryStream();
            CalibrationTableWriter.Write(new CalibrationTable([new CalibratedTensor("x") { Low = value, High = -value }], 1, Model, Data), stream);
            CalibratedTensor loaded = CalibrationTableReader.Read(stream.ToArray(), "x").Tensors[0];
            Assert.AreEqual(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(loaded.Low));
            Assert.AreEqual(BitConverter.SingleToInt32Bits(-value), BitConverter.SingleToInt32Bits(loaded.High));
        });
    }

    [TestMethod]
    public void Load_KeepsInfiniteDivergences()
    {
        var stream = new MemoryStream();
        var tensor = new CalibratedTensor("x") { Curve = new DivergenceCurve([1, 2], [double.PositiveInfinity, 0.25], 1) };
        CalibrationTableWriter.Write(new CalibrationTable([tensor], 1, Model, Data), stream);
        Assert.AreEqual(double.PositiveInfinity, CalibrationTableReader.Read(stream.ToArray(), "x").Tensors[0].Curve!.Divergences[0]);
    }

    [TestMethod]
    [DataRow("no json", "not a calibration table")]
    [DataRow("[1]", "an object was expected")]
    [DataRow("{}", "'format' is missing")]
    [DataRow("""{"format":"other"}""", "'format' is not 'Microsoft.ML.Quantization.CalibrationTable'")]
    [DataRow("""{"format":"Microsoft.ML.Quantization.CalibrationTable","version":2}""", "version 2")]
    [DataRow("""{"format":"Microsoft.ML.Quantization.CalibrationTable","version":1,"tensors":3}""", "'tensors' is not Array")]
    public void Load_NamesTheFileAndTheMistake(string content, string message)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.File("bad.json"), content);
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => CalibrationTable.Load(folder.File("bad.json")));
        StringAssert.Contains(error.Message, "bad.json");
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Load_MissesEveryFieldThatIsMissing()
    {
        var stream = new MemoryStream();
        CalibrationTableWriter.Write(Table(), stream);
        string json = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        string[] fields = [.. JsonNode.Parse(json)!["tensors"]![1]!.AsObject().Select(field => field.Key)];
        Assert.HasCount(13, fields);
        foreach (string field in fields.Where(field => field != "curve"))
        {
            JsonNode document = JsonNode.Parse(json)!;
            document["tensors"]![1]!.AsObject().Remove(field);
            InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(
                () => CalibrationTableReader.Read(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()), "x.json"));
            StringAssert.Contains(error.Message, $"'{field}' is missing");
        }
    }

    [TestMethod]
    public void Load_NamesAFileThatIsNotThere()
    {
        FileNotFoundException error = Assert.ThrowsExactly<FileNotFoundException>(() => CalibrationTable.Load("nowhere.json"));
        StringAssert.Contains(error.Message, "nowhere.json");
    }

    [TestMethod]
    public void EnsureMatches_RefusesAnotherModelOrOtherData()
    {
        Table().EnsureMatches(Model.ToUpperInvariant(), Data);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Table().EnsureMatches(Data, Data)).Message, "other model");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Table().EnsureMatches(Model, Model)).Message, "other data");
    }

    [TestMethod]
    public void TryGetTensor_FindsByName()
    {
        Assert.IsTrue(Table().TryGetTensor("relu/out:0", out CalibratedTensor? found));
        Assert.AreEqual("relu/out:0", found.Name);
        Assert.IsFalse(Table().TryGetTensor("RELU/out:0", out _));
    }

    [TestMethod]
    public void Create_TellsWhatWasObserved()
    {
        float[] values = [.. Enumerable.Range(0, 20_000).Select(i => i % 2 == 0 ? 0f : i)];
        values[1] = float.NaN;
        CalibratedTensor tensor = CalibratedTensor.Create("x", SketchAssert.Scalar(values), CalibrationMethod.Entropy, 99.9);
        Assert.AreEqual((20_000L, 1L, 0L, 0f, 19_999f), (tensor.Count, tensor.NaNCount, tensor.InfinityCount, tensor.Minimum, tensor.Maximum));
        Assert.AreEqual(10_000.0 / 19_999.0, tensor.ZeroShare);
        Assert.IsTrue(tensor.Curve!.Thresholds.Count is > 100 and < 150);
        Assert.AreEqual(tensor.Curve.Divergences.Min(), tensor.Curve.Divergences[tensor.Curve.MinimumIndex]);
        Assert.ThrowsExactly<InvalidOperationException>(() => CalibratedTensor.Create("x", new TensorSketch(), CalibrationMethod.MinMax, 0));
    }

    internal static CalibrationTable Table(CalibrationMethod method = CalibrationMethod.Entropy)
    {
        return new CalibrationTable(
            [
                CalibratedTensor.Create("input \"ü\"", SketchAssert.Scalar(SketchData.Normal(5000)), method, 99.9),
                CalibratedTensor.Create("relu/out:0", SketchAssert.Scalar(SketchData.Relu(5000)), method, 99.9),
                CalibratedTensor.Create("unit", SketchAssert.Scalar(-1f, 0.5f), CalibrationMethod.MinMax, 0),
            ],
            100,
            Model,
            Data);
    }
}
