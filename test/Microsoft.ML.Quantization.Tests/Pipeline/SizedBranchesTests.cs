using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Sizes that columns fix break the inference of types in a branch that is never taken.</summary>
[TestClass]
public sealed class SizedBranchesTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>As exporters write a squeeze of a dimension that is free: If it is 1, Squeeze, else Identity.</summary>
    [TestMethod]
    public void WhereSizesDecide_TheOtherBranchGoes_InTheSavedFormToo()
    {
        using var file = new ModelFile(Model(builder => builder.Weights("two", [2L], []).Weights("one", [1L], []).Node("Shape", "r", "s").Node("Gather", "s two", "g").Node("Equal", "g one", "c")));
        var data = Rows(9);
        using var model = _context.Transforms.Quantize(file.Path, QuantizerRun.Everything).Fit(data);
        AssertScores(model, file.Path);
        Assert.IsFalse(model.Model.Portable.Graph.Node.Any(node => node.OpType == "If"));
        Assert.IsTrue(model.Model.Original.Graph.Node.Any(node => node.OpType == "If"), "The file keeps its free sizes, and the branch for others.");

        string[] expected = ViewRows.Read(model.Transform(data), "y");
        _context.Quantization().Save(model, data.Schema, _folder.File("model.zip"));
        using var batched = (QuantizedOnnxTransformer)_context.Quantization().Load(_folder.File("model.zip"), out _);
        CollectionAssert.AreEqual(expected, ViewRows.Read(batched.Transform(data), "y"));
        var stock = _context.Model.Load(_folder.File("model.zip"), out _);
        CollectionAssert.AreEqual(expected, ViewRows.Read(stock.Transform(data), "y"));
        (stock as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void WhereValuesDecide_SizesStayFree()
    {
        using var file = new ModelFile(Model(builder => builder.Weights("much", [1e9f], []).Node("ReduceMax", "r", "m", ("keepdims", 0)).Node("Greater", "m much", "c")));
        using var model = _context.Transforms.Quantize(file.Path, QuantizerRun.Everything).Fit(Rows(9));
        AssertScores(model, file.Path);
    }

    [TestMethod]
    public void TheSample_IsScored()
    {
        string path = SharedAssets.Case("14_if_fixed_shape/model.onnx");
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 32, 28, 28);
        var data = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 6).Select(i => new Row { X = QuantizerRun.Uniform(new Random(i), 32 * 28 * 28) }), definition);
        using var model = _context.Transforms.Quantize(path).Fit(data);
        Assert.HasCount(6, ViewRows.Read(model.Transform(data), "y"));
    }

    private void AssertScores(QuantizedOnnxTransformer model, string path)
    {
        using var run = new SampleRun(OnnxModelReader.Load(path));
        float[][] scores = [.. model.Transform(Rows(9)).GetColumn<float[]>("y")];
        for (int i = 0; i < scores.Length; i++)
        {
            float[] expected = run.Outputs([new TensorValue("x", Values(i), [1, 2, 7, 6])])[0];
            Assert.HasCount(expected.Length, scores[i]);
            double largest = expected.Max(Math.Abs);
            Assert.IsTrue(expected.Zip(scores[i]).All(pair => Math.Abs(pair.First - pair.Second) < 0.05 * largest));
        }
    }

    private static ModelProto Model(Func<ModelBuilder, ModelBuilder> condition)
    {
        var then = new ModelBuilder(17).Weights("ax", [2L], 1).Node("Squeeze", "r ax", "t").Output("t").Build().Graph;
        var other = new ModelBuilder(17).Node("Identity", "r", "e").Output("e").Build().Graph;
        var start = new ModelBuilder(17).Input("x", -1, 2, -1, -1).Weights("w", QuantizerRun.Uniform(new Random(3), 4 * 2 * 9), 4, 2, 3, 3).Weights("w2", QuantizerRun.Uniform(new Random(4), 4 * 4), 4, 4, 1, 1)
            .Node("Conv", "x w", "d", ("pads", new[] { 1, 1, 1, 1 })).Node("Relu", "d", "f").Node("Conv", "f w2", "r");
        return condition(start).Node("If", "c", "q", ("then_branch", then), ("else_branch", other)).Node("ReduceMean", "q", "y", ("axes", new[] { -1 }), ("keepdims", 0)).Output("y").Build();
    }

    private static float[] Values(int row) => QuantizerRun.Uniform(new Random(row), 2 * 7 * 6);

    private IDataView Rows(int count)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 7, 6);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { X = Values(i) }), definition);
    }

    private sealed class Row
    {
        [ColumnName("x")]
        public float[] X { get; set; } = [];
    }
}
