using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Text goes in and comes out as ML.NET's own type; inputs that nobody needs stay without a column.</summary>
[TestClass]
public sealed class TextColumnTests
{
    private static readonly string[] Words = ["red", "green", "blue"];
    private readonly MLContext _context = new(1);

    [TestMethod]
    [DataRow(null)]
    [DataRow(7)]
    [DataRow(1)]
    public void Text_KeepsTheContract(int? batchSize)
    {
        using var file = new ModelFile(Colours("N"));
        var options = new QuantizationOptions { BatchSize = batchSize };
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, file.Path, options), Data(40), ["word", "x"], ["y", "name"]);
    }

    [TestMethod]
    public void VectorsOfText_KeepTheContract()
    {
        using var file = new ModelFile(PipelineModels.Model(
            [Value("words", DataType.String, "N", 2)], [Value("out", DataType.String, "N", 2), Value("number", DataType.Float, "N", 2)],
            ModelBuilder.MakeNode("Identity", "words", "out"), Encoder("words", "number")));
        AddLabels(file);
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, file.Path), Data(40), ["words"], ["out", "number"]);
    }

    [TestMethod]
    public void QuantizedModel_ReadsText()
    {
        using var file = new ModelFile(Colours("N"));
        using var model = _context.Transforms.Quantize(file.Path, QuantizerRun.Everything).Fit(Data(60));
        Assert.IsTrue(model.Report!.Nodes.Any(node => node.IsQuantized), $"{model.Report}");
        Assert.AreEqual(40, _context.Quantization().Evaluate(Data(40), model).Rows);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 40).Select(i => Words[i % 3]).ToArray(),
            _context.Data.CreateEnumerable<NamedRow>(model.Transform(Data(40)), false).Select(row => row.Name.Single().ToString()).ToArray());
        SaveContract.Check(_context, model, Data(40), ["y", "name"]);
    }

    [TestMethod]
    public void InputThatNobodyReads_TakesNoColumn()
    {
        var proto = Dense(6, 4, "N");
        proto.Graph.Input.Add(Value("Label", DataType.String, "N", 1));
        using var file = new ModelFile(proto);
        var data = PipelineData.Table(_context, 60, 6);
        using var model = _context.Transforms.Quantize(file.Path, QuantizerRun.Everything).Fit(data);
        Assert.IsGreaterThan(20, model.Report!.Sqnr);
        Assert.AreEqual(60, _context.Quantization().Evaluate(data, model).Rows);
        SaveContract.Check(_context, model, data, ["y", "z"]);
        CollectionAssert.AreEqual(new[] { "x", "Label" }, model.Model.Original.Graph.Input.Select(input => input.Name).ToArray(), "The file has it still.");
    }

    [TestMethod]
    public void InputThatOnlyOutputsLeftOutNeed_MayBeLeftOut()
    {
        using var file = new ModelFile(WithLabel());
        var data = PipelineData.Table(_context, 60, 6);
        using var model = _context.Transforms.Quantize(["y", "z"], ["x"], file.Path, QuantizerRun.Everything).Fit(data);
        Assert.IsGreaterThan(20, model.Report!.Sqnr);
        Assert.AreEqual(60, _context.Quantization().Evaluate(data, model).Rows);
        SaveContract.Check(_context, model, data, ["y", "z"]);
        using var folder = new TemporaryFolder();
        model.SaveOnnx(folder.File("m.onnx"));
        using var saved = OnnxModelReader.Load(folder.File("m.onnx"));
        CollectionAssert.AreEqual(new[] { "x" }, saved.Graph.Input.Select(input => input.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "y", "z" }, saved.Graph.Output.Select(output => output.Name).ToArray());
        _context.Quantization().Save(model, data.Schema, folder.File("m.zip"));
        using var loaded = (QuantizedOnnxTransformer)_context.Quantization().Load(folder.File("m.zip"), out _);
        Assert.AreEqual(60, _context.Quantization().Evaluate(data, loaded, floatModelFile: file.Path).Rows);
    }

    [TestMethod]
    public void InputThatAnOutputNeeds_IsAskedFor()
    {
        using var file = new ModelFile(WithLabel());
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.Quantize(file.Path).Fit(PipelineData.Table(_context, 9, 6)), "'Label'");
        ErrorAssert.Throws<ArgumentException>(() => _context.Transforms.Quantize(["y", "z"], ["a", "b", "c"], file.Path), "needs 1 input columns (x)", "of x, Label", "3 were given");
        ErrorAssert.Throws<ArgumentException>(() => _context.Transforms.Quantize(["Label.output"], ["x"], file.Path), "needs 1 input columns (Label)", "given: x");
    }

    [TestMethod]
    public void ModelThatMLNetExported_IsTaken()
    {
        string file = Path.Combine(SharedAssets.Case("mlnet"), "string-input", "iris.onnx");
        var data = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Flower { A = i, B = 60 - i, C = i % 7, D = i % 5, Label = "setosa" }).ToArray());
        using var all = _context.Transforms.Quantize(file).Fit(data);
        string[] rows = ViewRows.Read(all.Transform(data), "Id", "PredictedLabel", "Score", "Label");
        using var stream = new MemoryStream();
        _context.Model.Save(all, data.Schema, stream);

        // Row by row, ONNX Runtime's FP32 Softmax differs from batches in the last bits.
        CollectionAssert.AreEqual(ViewRows.Read(all.Transform(data), "PredictedLabel", "Label"), ViewRows.Read(_context.Model.Load(stream, out _).Transform(data), "PredictedLabel", "Label"));
        CollectionAssert.AreEqual(rows, ViewRows.Read(_context.Quantization().Load(stream, out _).Transform(data), "Id", "PredictedLabel", "Score", "Label"));
        var unlabelled = _context.Transforms.DropColumns("Label").Fit(data).Transform(data);
        var some = _context.Transforms.Quantize(["Score.output"], ["A", "B", "C", "DD"], file).Fit(unlabelled);
        Assert.HasCount(60, ViewRows.Read(some.Transform(unlabelled), "Score"));
    }

    /// <summary>A word's number beside others through a dense layer, and the word itself.</summary>
    private static ModelProto Colours(object batch)
    {
        var model = PipelineModels.Model(
            [Value("word", DataType.String, batch, 1), Value("x", DataType.Float, batch, 7)],
            [Value("y", DataType.Float, batch, 3), Value("name", DataType.String, batch, 1)],
            Encoder("word", "number"),
            ModelBuilder.MakeNode("Concat", "number x", "all", ("axis", 1)),
            ModelBuilder.MakeNode("Gemm", "all w", "y"),
            ModelBuilder.MakeNode("Identity", "word", "name"));
        model.Graph.Initializer.Add(TensorData.Create<float>("w", [.. Enumerable.Range(0, 24).Select(i => ((i * 7 % 33) - 16) / 16f)], [8, 3]));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 2 });
        return model;
    }

    private static NodeProto Encoder(string input, string output) =>
        ModelBuilder.MakeNode("ai.onnx.ml:LabelEncoder", input, output, ("keys_strings", Words), ("values_floats", new[] { 1f, 0.5f, -1f }));

    private static void AddLabels(ModelFile file)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file.Path));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 2 });
        File.WriteAllBytes(file.Path, Google.Protobuf.MessageExtensions.ToByteArray(model));
    }

    /// <summary>A model that passes a text on beside what it computes, as those do that ML.NET exports.</summary>
    private static ModelProto WithLabel()
    {
        var model = Dense(6, 4, "N");
        model.Graph.Input.Add(Value("Label", DataType.String, "N", 1));
        model.Graph.Output.Add(Value("Label.output", DataType.String, "N", 1));
        model.Graph.Node.Add(ModelBuilder.MakeNode("Identity", "Label", "Label.output"));
        return model;
    }

    private IDataView Data(int rows)
    {
        var random = new Random(8);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new WordRow
        {
            Id = i,
            Word = Words[i % 3],
            Several = [Words[i % 3], i % 4 == 0 ? "" : "other"],
            X = PipelineData.Floats(random, 7),
        }).ToArray());
    }

    private sealed class WordRow
    {
        public int Id { get; set; }

        [ColumnName("word")]
        public string Word { get; set; } = "";

        [ColumnName("words"), VectorType(2)]
        public string[] Several { get; set; } = [];

        [ColumnName("x"), VectorType(7)]
        public float[] X { get; set; } = [];
    }

    private sealed class NamedRow
    {
        [ColumnName("name")]
        public ReadOnlyMemory<char>[] Name { get; set; } = [];
    }

    private sealed class Flower
    {
        public int Id { get; set; }

        public float A { get; set; }

        public float B { get; set; }

        public float C { get; set; }

        [ColumnName("DD")]
        public float D { get; set; }

        public string Label { get; set; } = "";
    }
}
