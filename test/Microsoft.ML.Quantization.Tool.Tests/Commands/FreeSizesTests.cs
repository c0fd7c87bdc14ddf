using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>Models that take images of any size.</summary>
[TestClass]
public sealed class FreeSizesTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _model;
    private readonly string[] _data;

    public FreeSizesTests()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(ToolRun.FashionModel));
        var shape = model.Graph.Input[0].Type.TensorType.Shape;
        (shape.Dim[2].DimParam, shape.Dim[3].DimParam) = ("H", "W");
        File.WriteAllBytes(_model = _scratch["free.onnx"], model.ToByteArray());
        _data = ["--data", _scratch.Images("images", 2, 10), "--preset", "unit", "--size", "28x28", "--everywhere"];
    }

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void Export_WritesWhatQuantizeWrote()
    {
        ToolRun.Of(["quantize", _model, .. _data, "--calibration", _scratch["table.json"], "-o", _scratch["made.onnx"]]).Succeeds();
        ToolRun.Of("export", _model, "--calibration", _scratch["table.json"], "--everywhere", "-o", _scratch["exported.onnx"]).Succeeds();
        Assert.IsTrue(File.ReadAllBytes(_scratch["made.onnx"]).AsSpan().SequenceEqual(File.ReadAllBytes(_scratch["exported.onnx"])));
    }

    [TestMethod]
    public void FilesOfFixedSizes_HaveThoseOfTheRows_OrThoseThatAreGiven()
    {
        ToolRun.Of(["quantize", _model, .. _data, "-t", "litert", "--calibration", _scratch["table.json"], "-o", _scratch["made.tflite"]]).Succeeds();
        ToolRun.Of(["quantize", _model, .. _data, "-t", "litert", "--dim", "H=28,W=28", "-o", _scratch["given.tflite"]]).Succeeds();
        ToolRun.Of("export", _model, "--calibration", _scratch["table.json"], "-t", "litert", "--everywhere", "--dim", "W=28", "--dim", "H=28", "-o", _scratch["exported.tflite"]).Succeeds();
        foreach (string other in new[] { "given.tflite", "exported.tflite" })
        {
            Assert.IsTrue(File.ReadAllBytes(_scratch["made.tflite"]).AsSpan().SequenceEqual(File.ReadAllBytes(_scratch[other])), other);
        }
    }

    [TestMethod]
    public void CoreML_IsATarget()
    {
        ToolRun.Of(["quantize", _model, .. _data, "-t", "coreml", "-o", _scratch["made.mlpackage"]]).Succeeds();
        Assert.IsTrue(File.Exists(Path.Combine(_scratch["made.mlpackage"], "Manifest.json")));
        ToolRun.Of(["quantize", _model, .. _data, "-t", "coreml", "-o", _scratch["made.mlpackage"]]).IsBadInput("made.mlpackage", "--force");
        ToolRun.Of(["quantize", _model, .. _data, "-t", "coreml", "-o", _scratch["made.mlpackage"], "--force"]).Succeeds();
    }

    [TestMethod]
    [DataRow("H=28,W", "'W'")]
    [DataRow("H=0", "H=0")]
    [DataRow("X=28", "H, W")]
    public void SizesThatAreNone_AreRefused(string sizes, string expected) =>
        ToolRun.Of(["quantize", _model, .. _data, "-t", "litert", "--dim", sizes, "-o", _scratch["made.tflite"]]).IsBadInput("--dim", expected);

    [TestMethod]
    public void Export_WithoutSizes_NamesThem()
    {
        ToolRun.Of(["quantize", _model, .. _data, "-t", "litert", "--calibration", _scratch["table.json"], "-o", _scratch["made.tflite"]]).Succeeds();
        ToolRun.Of("export", _model, "--calibration", _scratch["table.json"], "-t", "litert", "--everywhere", "-o", _scratch["exported.tflite"]).IsBadInput("'H' and 'W'", "--dim");
        Assert.IsFalse(File.Exists(_scratch["exported.tflite"]));
    }
}
