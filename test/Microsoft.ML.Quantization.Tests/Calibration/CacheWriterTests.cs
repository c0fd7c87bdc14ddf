using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class CacheWriterTests
{
    [TestMethod]
    public void SaveOnnxRuntimeCache_HasTheShapeThatPythonReads()
    {
        using var folder = new TemporaryFolder();
        var table = new CalibrationTable([new CalibratedTensor("a/b:0") { Low = -1f, High = 0.1f }], 1, "", "");
        table.SaveOnnxRuntimeCache(folder.File("cache.json"));
        const string Expected = """
            {"CLS":"TensorsData",
             "data":{"a/b:0":{
               "lowest":{"data":-1,"dtype":"float32","CLS":"numpy.array"},
               "highest":{"data":0.1,"dtype":"float32","CLS":"numpy.array"},
               "CLS":"TensorData"}},
             "calibration_method":{"CLS":"CalibrationMethod","value":"CalibrationMethod.MinMax"},
             "smooth_quant":false}
            """;
        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(Expected), JsonNode.Parse(File.ReadAllBytes(folder.File("cache.json")))));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    [DataRow(CalibrationMethod.Entropy, CalibrationMethod.Entropy, "Entropy")]
    [DataRow(CalibrationMethod.Percentile, CalibrationMethod.Percentile, "Percentile")]
    [DataRow(CalibrationMethod.Percentile, CalibrationMethod.Entropy, "MinMax")]
    [DataRow(CalibrationMethod.MeanSquaredError, CalibrationMethod.MeanSquaredError, "MinMax")]
    public void SaveOnnxRuntimeCache_NamesAMethodThatPythonHas(CalibrationMethod first, CalibrationMethod second, string expected)
    {
        using var folder = new TemporaryFolder();
        new CalibrationTable([new CalibratedTensor("a") { Method = first }, new CalibratedTensor("b") { Method = second }], 1, "", "")
            .SaveOnnxRuntimeCache(folder.File("cache.json"));
        JsonNode cache = JsonNode.Parse(File.ReadAllBytes(folder.File("cache.json")))!;
        Assert.AreEqual($"CalibrationMethod.{expected}", (string?)cache["calibration_method"]!["value"]);
    }

    [TestMethod]
    public void SaveTensorRTCache_WritesTheBitsOfTheScale()
    {
        using var folder = new TemporaryFolder();
        var table = new CalibrationTable(
            [
                new CalibratedTensor("data") { Low = 0f, High = 1f },
                new CalibratedTensor("conv:1 x") { Low = -127f, High = 3f },
                new CalibratedTensor("zero"),
            ],
            1,
            "",
            "");
        table.SaveTensorRTCache(folder.File("t.cache"));
        Assert.AreEqual("TRT-8601-EntropyCalibration2\ndata: 3c010204\nconv:1 x: 3f800000\nzero: 3f800000\n", File.ReadAllText(folder.File("t.cache")));
    }

    [TestMethod]
    public void SaveTensorRTCache_RefusesALineBreakAndKeepsTheOldFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("t.cache"), "old");
        var table = new CalibrationTable([new CalibratedTensor("a\nb")], 1, "", "");
        Assert.ThrowsExactly<InvalidOperationException>(() => table.SaveTensorRTCache(folder.File("t.cache")));
        Assert.AreEqual("old", File.ReadAllText(folder.File("t.cache")));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }
}
