using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Targets;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class SaveOnnxTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void SaveOnnx_KeepsTheModelsNamesAndFreeDimensions_AlsoAfterLoad()
    {
        using var file = new ModelFile(WithHalfFloat());
        using var saved = new ModelFile(new ModelProto());
        var data = _context.Transforms.CopyColumns("w", "x").Fit(PipelineData.Table(_context, 9, 6)).Transform(PipelineData.Table(_context, 9, 6));
        using var transformer = StandInQuantizer.Estimator(_context, ["g"], ["w"], file.Path).Fit(data);
        transformer.SaveOnnx(saved.Path);
        CollectionAssert.AreEqual(File.ReadAllBytes(file.Path), File.ReadAllBytes(saved.Path));

        using var stream = new MemoryStream();
        _context.Model.Save(transformer, data.Schema, stream);
        using var loaded = (QuantizedOnnxTransformer)_context.Quantization().Load(stream, out _);
        loaded.SaveOnnx(saved.Path);
        Assert.AreEqual(ModelProto.Parser.ParseFrom(File.ReadAllBytes(file.Path)), ModelProto.Parser.ParseFrom(File.ReadAllBytes(saved.Path)));
    }

    [TestMethod]
    public void HalfFloatWeights_AreSavedAndLoadedByMLNet()
    {
        using var file = new ModelFile(WithHalfFloat());
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, file.Path), PipelineData.Table(_context, 9, 6), ["x"], ["y", "z"]);
    }

    [TestMethod]
    public void SaveOnnx_IntoAMissingFolder_LeavesNothing()
    {
        using var file = new ModelFile(Dense(6, 4, "N"));
        using var transformer = StandInQuantizer.Estimator(_context, file.Path).Fit(PipelineData.Table(_context, 9, 6));
        string folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => transformer.SaveOnnx(Path.Combine(folder, "m.onnx")));
        Assert.IsFalse(Directory.Exists(folder));
    }

    [TestMethod]
    public void SaveForTarget_WritesTheFileThatTheTargetReads()
    {
        using var file = new ModelFile(Dense(6, 4, "N"));
        using var saved = new ModelFile(new ModelProto());
        using var onnx = new ModelFile(new ModelProto());
        var data = PipelineData.Table(_context, 9, 6);
        using var cpu = _context.Transforms.Quantize(file.Path).Fit(data);
        cpu.SaveForTarget(saved.Path);
        cpu.SaveOnnx(onnx.Path);
        CollectionAssert.AreEqual(File.ReadAllBytes(onnx.Path), File.ReadAllBytes(saved.Path));

        using var other = _context.Transforms.Quantize(file.Path, new QuantizationOptions { Target = OtherTarget.Instance }).Fit(data);
        other.SaveForTarget(saved.Path);
        StringAssert.EndsWith(File.ReadAllText(saved.Path), " nodes");

        using var stream = new MemoryStream();
        _context.Model.Save(other, data.Schema, stream);
        using var loaded = (QuantizedOnnxTransformer)_context.Quantization().Load(stream, out _);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => loaded.SaveForTarget(saved.Path)).Message, "SaveOnnx");
    }

    /// <summary>The dense model with its bias kept as half floats, which ML.NET's own transformer refuses as an initializer.</summary>
    private static ModelProto WithHalfFloat()
    {
        var model = Dense(6, 4, "N");
        var bias = model.Graph.Initializer.Single(tensor => tensor.Name == "b");
        float[] values = TensorData.Floats(bias);
        bias.FloatData.Clear();
        (bias.Name, bias.DataType) = ("half", (int)DataType.Float16);
        bias.RawData = Google.Protobuf.ByteString.CopyFrom([.. values.SelectMany(value => BitConverter.GetBytes((Half)value))]);
        model.Graph.Node.Insert(0, Onnx.ModelBuilder.MakeNode("Cast", "half", "b", ("to", 1)));
        return model;
    }
}
