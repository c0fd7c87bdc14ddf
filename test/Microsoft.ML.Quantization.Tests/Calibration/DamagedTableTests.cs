using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Tables that were changed by accident or by design: one error that names the file, or a table that can be used.</summary>
[TestClass]
public sealed class DamagedTableTests
{
    private static readonly string Whole = CalibrationTables.Json(CalibrationTables.Make());

    [TestMethod]
    [DataRow("""method""", "\"\\ud800\"", "'method' is not valid text")]
    [DataRow("""name""", "\"\\udc00x\"", "'name' is not valid text")]
    [DataRow("""method""", "\"1\"", "'1' is not a calibration method")]
    [DataRow("""method""", "\"a\\u202Eb\"", "'a\uFFFDb' is not a calibration method")]
    [DataRow("""name""", "\"unit\"", "tensor 'unit' twice")]
    [DataRow("""low""", "1e400", "'low'")]
    [DataRow("""low""", "\"NaN\"", "'low'")]
    [DataRow("""count""", "-1", "'count' is not a count")]
    [DataRow("""count""", "1e300", "'count'")]
    [DataRow("""zeroShare""", "2", "'zeroShare' is not a number of 0 to 1")]
    [DataRow("""clippedShare""", "-0.5", "'clippedShare'")]
    [DataRow("""meanSquare""", "1e999", "'meanSquare'")]
    [DataRow("""meanSquaredError""", "-1", "'meanSquaredError'")]
    public void AFieldThatCannotBe_IsNamed(string field, string value, string message)
    {
        string mark = Guid.NewGuid().ToString();
        JsonNode document = JsonNode.Parse(Whole)!;
        document["tensors"]![1]![field] = mark;
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTables.Read(document.ToJsonString().Replace($"\"{mark}\"", value, StringComparison.Ordinal)), "'x.json'", message);
    }

    [TestMethod]
    [DataRow("[null,2]", "[1,2]", 0)]
    [DataRow("[1,null]", "[1,2]", 0)]
    [DataRow("[2,1]", "[1,2]", 0)]
    [DataRow("[1,1e999]", "[1,2]", 0)]
    [DataRow("[1,2]", "[null,null]", 0)]
    [DataRow("[1,2]", "[null,1]", 0)]
    [DataRow("[1,2]", "[1,2]", 1)]
    [DataRow("[]", "[]", 0)]
    public void ACurveThatCannotBe_IsRefused(string thresholds, string divergences, int minimum)
    {
        JsonNode document = JsonNode.Parse(Whole)!;
        document["tensors"]![1]!["curve"] = JsonNode.Parse($$"""{"thresholds":[9],"divergences":{{divergences}},"minimumIndex":{{minimum}}}""");
        string json = document.ToJsonString().Replace("[9]", thresholds, StringComparison.Ordinal);
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTables.Read(json), "'x.json'", "'curve'");
    }

    [TestMethod]
    public void NestingWithoutEnd_IsRefused() =>
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTables.Read($$"""{"format":{{new string('[', 1_000_000)}}"""), "'x.json'");

    [TestMethod]
    public void AFieldNameThatIsNoText_IsRefused() => ErrorAssert.Throws<InvalidDataException>(() => CalibrationTables.Read("""{"forma\ud800":1}"""), "'x.json'");

    [TestMethod]
    public void AByteOrderMark_IsAccepted()
    {
        byte[] marked = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Whole)];
        Assert.HasCount(4, CalibrationTableReader.Read(marked, "x.json").Tensors);
    }

    [TestMethod]
    public void EveryDamage_IsOneErrorThatNamesTheFile()
    {
        var random = new Random(20);
        byte[] whole = Encoding.UTF8.GetBytes(Whole);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = Damage.Bytes(whole, random);
            try
            {
                CalibrationTable table = CalibrationTableReader.Read(damaged, "x.json");
                Assert.IsTrue(table.Tensors.All(tensor => QuantizerRun.Target.Numbers.Activation(tensor.Low, tensor.High).Scale > 0 && tensor.Low <= tensor.High));
            }
            catch (InvalidDataException e)
            {
                refused++;
                ErrorAssert.Names(e.Message, "'x.json'");
                Assert.IsLessThan(4000, e.Message.Length);
            }
        }

        Assert.IsGreaterThan(1000, refused);
    }
}
