using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Errors quote names out of models, but nothing in them that is invisible, turns the text around it, or has no end.</summary>
[TestClass]
public sealed class HostileNameErrorTests : IDisposable
{
    private static readonly string Name = $"a\u202Eb\u001b[31m{new string('c', 50_000)}";

    private readonly MLContext _context = new(1);
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void AColumnThatIsMissing_OrOfAnotherSize()
    {
        string name = Name[..900]; // a longer one is no column's
        string path = _folder.Write(PipelineModels.Model([PipelineModels.Value(name, DataType.Float, "N", 3)], [PipelineModels.Value("y", DataType.Float, "N", 3)], ModelBuilder.MakeNode("Relu", "q", "y")));
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        model.Graph.Node[0].Input[0] = name;
        _folder.Write(model);
        var data = PipelineData.Table(_context, 9, 6);
        var estimator = _context.Transforms.Quantize(path, QuantizerRun.Everything);
        AssertClean(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)), "Parameter");
        AssertClean(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(Quantization.Pipeline.SchemaShapes.Create(data.Schema))), "Parameter");
        AssertClean(Assert.Throws<Exception>(() => _context.Transforms.Quantize(["y"], ["x"], path, QuantizerRun.Everything).Fit(data)), "'x'");
        AssertClean(Assert.Throws<Exception>(() => _context.Quantization().Sensitivity(data, path)), "a");
        AssertClean(Assert.Throws<Exception>(() => _context.Quantization().Compare(data, data, path)), "a");
    }

    [TestMethod]
    public void AModelThatIsFaulty()
    {
        var model = SmallModels.Conv();
        model.Graph.Node[0].Name = Name;
        model.Graph.Node[0].Input[0] = Name + "x";
        AssertClean(Assert.ThrowsExactly<InvalidDataException>(() => _context.Transforms.Quantize(_folder.Write(model))), _folder.File("m.onnx"));
        model.Graph.Node[0].OpType = Name[..5_000];
        model.Graph.Node[0].Input[0] = model.Graph.Input[0].Name;
        string path = _folder.Write(model);
        var values = Enumerable.Range(0, 3).Select(_ => new PipelineData.TableRow { X = new float[SmallModels.Image.Aggregate(1, (size, each) => size * (int)each)] });
        var data = PipelineData.Table(_context, values, [.. SmallModels.Image.Skip(1).Select(size => (int)size)]);
        AssertClean(Assert.ThrowsExactly<NotSupportedException>(() => _context.Transforms.Quantize(path, QuantizerRun.Everything).Fit(data)), path);
    }

    [TestMethod]
    public void ExternalDataThatIsMissing()
    {
        using OnnxModel big = BigModel.Make();
        ModelProto model = big.Proto.Clone();
        new ExternalDataReference($"no\u202Ene.bin", 0, 4000).WriteTo(model.Graph.Initializer[0]);
        AssertClean(Assert.ThrowsExactly<FileNotFoundException>(() => _context.Transforms.Quantize(_folder.Write(model))), "'no\uFFFDne.bin'");
    }

    private static void AssertClean(Exception error, string part)
    {
        ErrorAssert.Names(error.ToString(), part);
        for (Exception? each = error; each != null; each = each.InnerException)
        {
            Assert.IsFalse(each.Message.AsSpan().ContainsAny('\u202E', '\u001b'), each.GetType().ToString());
            Assert.IsLessThanOrEqualTo(4100, each.Message.Length);
        }
    }
}
