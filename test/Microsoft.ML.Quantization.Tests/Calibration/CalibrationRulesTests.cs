using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Reporting.Plots;
using Microsoft.ML.Quantization.Tests.Packaging;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Every method has a rule, and all that is done with methods follows it.</summary>
[TestClass]
public sealed class CalibrationRulesTests
{
    // Members of the enumeration CalibrationMethod of ONNX Runtime's Python package.
    private static readonly string[] PythonMethods = ["MinMax", "Entropy", "Percentile", "Distribution"];

    /// <summary>Files that name a method, each with the reason.</summary>
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["Microsoft.ML.Quantization/Calibration/CalibrationRules.cs"] = "the rules",
        ["Microsoft.ML.Quantization/Calibration/OnnxRuntimeCacheWriter.cs"] = "what a cache of several methods is called",
        ["Microsoft.ML.Quantization/Quantizing/QuantizationOptions.cs"] = "the default",
    };

    private static IEnumerable<CalibrationMethod> Methods => CalibrationRules.All.Select(rule => rule.Method);

    [TestMethod]
    public void EveryMethodButAuto_HasOneRule()
    {
        CollectionAssert.AreEquivalent(Enum.GetValues<CalibrationMethod>().Where(method => method != CalibrationMethod.Auto).ToArray(), Methods.ToArray());
        CollectionAssert.AllItemsAreUnique(CalibrationRules.All.Select(rule => rule.Name).ToArray());
    }

    [TestMethod]
    public void Methods_AreNamedInTheirRulesAlone() =>
        SourceNames.AssertOnlyIn(Places, line => Methods.Any(method => line.Contains($"{nameof(CalibrationMethod)}.{method}", StringComparison.Ordinal)));

    [TestMethod]
    public void Default_IsThatOfTheOptions() => Assert.AreEqual(new QuantizationOptions().Calibration, CalibrationRules.Default.Method);

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Curve_HasALabelExactlyWhereTheMethodKeepsOne(CalibrationMethod method)
    {
        var tensor = CalibratedTensor.Create("x", SketchAssert.Scalar(SketchData.Normal(5000)), new QuantizationOptions { Calibration = method }.CalibrationSettings);
        Assert.AreEqual(CalibrationRules.Get(method).CurveQuantity != null, tensor.Curve != null);
        Assert.AreEqual(CalibrationRules.Get(method).CurveQuantity, CurvePlot.Quantity(tensor));
    }

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Tables_KeepMethodAndParameter(CalibrationMethod method)
    {
        var settings = new CalibrationSettings(method, 99.5);
        var tensor = CalibratedTensor.Create("x", SketchAssert.Scalar(SketchData.Normal(5000)), settings);
        var read = CalibrationTables.RoundTrip(tensor);
        Assert.AreEqual((method, CalibrationRules.Get(method).Parameter?.Value(settings)), (read.Method, read.Parameter));
    }

    [TestMethod]
    public void Tables_OfNoMethodThatChoosesARange_AreRefused()
    {
        foreach (string method in new[] { "Auto", "99", "minmax" })
        {
            JsonNode document = JsonNode.Parse(CalibrationTables.Json(CalibrationTables.Make()))!;
            document["tensors"]![1]!["method"] = method;
            ErrorAssert.Throws<InvalidDataException>(() => CalibrationTables.Read(document.ToJsonString()), $"'{method}' is not a calibration method");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void OnnxRuntimeCache_NamesAMethodOfItsPythonPackage(CalibrationMethod method)
    {
        using var folder = new TemporaryFolder();
        new CalibrationTable([new CalibratedTensor("a") { Method = method }], 1, "", "").SaveOnnxRuntimeCache(folder.File("cache.json"));
        string name = (string)JsonNode.Parse(File.ReadAllBytes(folder.File("cache.json")))!["calibration_method"]!["value"]!;
        Assert.AreEqual($"CalibrationMethod.{CalibrationRules.Get(method).OnnxRuntimeName}", name);
        CollectionAssert.Contains(PythonMethods, CalibrationRules.Get(method).OnnxRuntimeName);
    }

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Parameter_HasAnOptionThatIsCheckedAndKept(CalibrationMethod method)
    {
        if (CalibrationRules.Get(method).Parameter is not { } parameter)
        {
            return;
        }

        var option = typeof(QuantizationOptions).GetProperty(parameter.Option)!;
        foreach (double value in new[] { parameter.Above, parameter.Most + 1, double.NaN })
        {
            var options = new QuantizationOptions { Calibration = method };
            option.SetValue(options, value);
            Assert.AreEqual(value, parameter.Value(options.CalibrationSettings));
            using var file = new ModelFile(SmallModels.Conv());
            ErrorAssert.Throws<ArgumentOutOfRangeException>(() => new MLContext(1).Transforms.Quantize(file.Path, options), parameter.Option, $"at most {parameter.Most}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Quantize_ChoosesAllRangesByTheMethod_AndSaysSoInTheModel(CalibrationMethod method)
    {
        var options = QuantizerRun.Everything with { Calibration = method };
        var result = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(4, SmallModels.Image), options);
        Assert.IsTrue(result.Calibration.Tensors.Count > 0 && result.Calibration.Tensors.All(tensor => tensor.Method == method));
        string record = result.Model.Proto.MetadataProps.Single(entry => entry.Key == ModelProvenance.Method).Value;
        StringAssert.StartsWith(record, method.ToString());
    }
}
