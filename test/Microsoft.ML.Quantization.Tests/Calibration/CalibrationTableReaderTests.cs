using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Files that are no calibration tables: one error that names the file and the mistake.</summary>
[TestClass]
public sealed class CalibrationTableReaderTests
{
    [TestMethod]
    [DataRow("no json", "not a calibration table")]
    [DataRow("[1]", "an object was expected")]
    [DataRow("{}", "'format' is missing")]
    [DataRow("""{"format":"other"}""", "'format' is not 'Microsoft.ML.Quantization.CalibrationTable'")]
    [DataRow("""{"format":"Microsoft.ML.Quantization.CalibrationTable","version":5}""", "version 5")]
    [DataRow("""{"format":"Microsoft.ML.Quantization.CalibrationTable","version":0}""", "version 0")]
    [DataRow("""{"format":"Microsoft.ML.Quantization.CalibrationTable","version":1,"tensors":3}""", "'tensors' is not Array")]
    public void Load_NamesTheFileAndTheMistake(string content, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("bad.json"), content);
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTable.Load(folder.File("bad.json")), folder.File("bad.json"), message);
    }

    [TestMethod]
    public void Load_MissesEveryFieldThatIsMissing()
    {
        string json = CalibrationTables.Json(CalibrationTables.Make());
        string[] fields = [.. JsonNode.Parse(json)!["tensors"]![1]!.AsObject().Select(field => field.Key)];
        Assert.HasCount(16, fields);
        foreach (string field in fields.Where(field => field is not ("curve" or "histogram")))
        {
            JsonNode document = JsonNode.Parse(json)!;
            document["tensors"]![1]!.AsObject().Remove(field);
            ErrorAssert.Throws<InvalidDataException>(() => CalibrationTables.Read(document.ToJsonString()), $"'{field}' is missing", "x.json");
        }
    }

    [TestMethod]
    public void Load_RefusesARangeThatIsUpsideDown() => ErrorAssert.Throws<InvalidDataException>(
        () => CalibrationTables.RoundTrip(new CalibratedTensor("x") { Low = 1, High = -1 }), "'x.json'", "the range of tensor 'x' is upside down");

    [TestMethod]
    public void Load_ReadsTheFirstVersionWhichHadNoHistograms()
    {
        JsonNode document = JsonNode.Parse(CalibrationTables.Json(CalibrationTables.Make()))!;
        document["version"] = 1;
        foreach (JsonNode? tensor in document["tensors"]!.AsArray())
        {
            Assert.IsTrue(tensor!.AsObject().Remove("histogram"));
        }

        CalibrationTable table = CalibrationTables.Read(document.ToJsonString());
        Assert.IsTrue(table.Tensors.Count > 0 && table.Tensors.All(tensor => tensor.Histogram == null && tensor.Count > 0));
    }

    [TestMethod]
    [DataRow("binWidth", "0")]
    [DataRow("binWidth", "1e308")]
    [DataRow("counts", "[]")]
    [DataRow("counts", "[1,-1]")]
    public void Load_RefusesAHistogramThatCannotBe(string field, string value)
    {
        JsonNode document = JsonNode.Parse(CalibrationTables.Json(CalibrationTables.Make()))!;
        document["tensors"]![1]!["histogram"]![field] = JsonNode.Parse(value);
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTables.Read(document.ToJsonString()), "'x.json'", "the histogram of tensor 'relu/out:0'");
    }

    [TestMethod]
    public void Load_NamesAFileThatIsNotThere() => ErrorAssert.Throws<FileNotFoundException>(() => CalibrationTable.Load("nowhere.json"), "nowhere.json");
}
