using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class EvaluateTests : IDisposable
{
    private const int Inputs = 16;
    private const int Classes = 4;

    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(Classifier());
    private readonly QuantizedOnnxTransformer _model;

    public EvaluateTests() => _model = _context.Transforms.Quantize(_file.Path, QuantizerRun.Everything).Fit(View(Rows(100, 5)));

    public void Dispose()
    {
        _model.Dispose();
        _file.Dispose();
    }

    [TestMethod]
    [DataRow(nameof(LabelledRow.Number))]
    [DataRow(nameof(LabelledRow.Wide))]
    [DataRow("Key")]
    public void Evaluate_ReadsClassesOfAnyType(string label)
    {
        var view = WithKey(View(Rows(300, 6)));
        var evaluation = _context.Quantization().Evaluate(view, _model, label);
        Assert.AreEqual((EvaluationTask.MulticlassClassification, 300L), (evaluation.Task, evaluation.Rows));
        Assert.AreEqual(0.9, evaluation.Primary!.Float);
        Assert.AreEqual(0, evaluation.Primary.Loss, 1 - evaluation.Agreement + 1e-12);
        Assert.IsTrue(evaluation.Agreement > 0.97, $"{evaluation}");
    }

    /// <summary>A real number is a quantity unless the task says that it is a class.</summary>
    [TestMethod]
    public void Evaluate_ReadsRealNumbersAsClassesWhereTheTaskSaysSo()
    {
        var view = View(Rows(300, 6));
        var evaluation = _context.Quantization().Evaluate(view, _model, nameof(LabelledRow.Real), EvaluationTask.MulticlassClassification);
        Assert.AreEqual(0.9, evaluation.Primary!.Float);
        ErrorAssert.Throws<InvalidOperationException>(() => _context.Quantization().Evaluate(view, _model, nameof(LabelledRow.Real)), "'Real'", "MapValueToKey");
    }

    [TestMethod]
    public void Evaluate_WithoutLabels_BoundsTheLoss()
    {
        var messages = new LogMessages(_context);
        var evaluation = _context.Quantization().Evaluate(View(Rows(300, 6)), _model);
        Assert.IsTrue(evaluation.LargestAccuracyLoss > 1 - evaluation.Agreement && evaluation.LargestAccuracyLoss < 0.3, $"{evaluation}");
        messages.AssertHolds("300 rows in FP32 and in INT8");
    }

    [TestMethod]
    public void Evaluate_OfALoadedModel_NeedsTheFp32File()
    {
        string path = Path.Combine(Path.GetTempPath(), $"test-{Guid.NewGuid():N}.zip");
        try
        {
            var view = View(Rows(200, 6));
            _context.Quantization().Save(_model, view.Schema, path);
            using var loaded = (QuantizedOnnxTransformer)_context.Quantization().Load(path, out _);
            ErrorAssert.Throws<InvalidOperationException>(() => _context.Quantization().Evaluate(view, loaded), "loaded", "floatModelFile");
            Assert.AreEqual(
                _context.Quantization().Evaluate(view, _model, "Number").ToJson(), _context.Quantization().Evaluate(view, loaded, "Number", floatModelFile: _file.Path).ToJson());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Evaluate_WithAnotherModelsFile_IsRefused()
    {
        using var other = new ModelFile(PipelineModels.Dense(Inputs, Classes, "N"));
        ErrorAssert.Throws<ArgumentException>(
            () => _context.Quantization().Evaluate(View(Rows(10, 6)), _model, floatModelFile: other.Path), other.Path, "not the model that was quantized", "outputs y, z");
    }

    [TestMethod]
    public void Evaluate_WithoutTheLabelColumn_IsRefused() =>
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Evaluate(View(Rows(10, 6)), _model, "Wrong"), "'Wrong'", "Number");

    [TestMethod]
    public void Evaluate_WithTextAsLabels_IsRefused() =>
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Evaluate(View(Rows(10, 6)), _model, "Text"), "'Text'", "MapValueToKey");

    [TestMethod]
    public void Evaluate_WithAVectorOfIntegersAsLabels_IsRefused() =>
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Evaluate(View(Rows(10, 6)), _model, "Several", EvaluationTask.Regression), "'Several'", "vector of Single");

    [TestMethod]
    public void Evaluate_WithTheInt8ModelAsFp32_IsRefused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"test-{Guid.NewGuid():N}.onnx");
        try
        {
            _model.SaveOnnx(path);
            ErrorAssert.Throws<ArgumentException>(() => _context.Quantization().Evaluate(View(Rows(10, 6)), _model, floatModelFile: path), path, "quantized itself");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Evaluate_AsATaskThatIsNone_IsRefused() =>
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Evaluate(View(Rows(10, 6)), _model, task: (EvaluationTask)17), "task", "Regression");

    [TestMethod]
    public void Evaluate_OfOtherColumns_IsRefused() =>
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Evaluate(PipelineData.Types(_context, 5), _model), "'x'");

    [TestMethod]
    public void Evaluate_OfNoRows_IsRefused() =>
        ErrorAssert.Throws<InvalidOperationException>(() => _context.Quantization().Evaluate(View([]), _model), "no rows");

    [TestMethod]
    public void Evaluate_AtNoLevel_IsRefused() =>
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Evaluate(View(Rows(10, 6)), _model, confidenceLevel: 95), "confidenceLevel", "0.95");

    [TestMethod]
    public void Evaluate_AfterDisposal_IsRefused()
    {
        _model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => _context.Quantization().Evaluate(View(Rows(10, 6)), _model));
    }

    private static ModelProto Classifier() => new ModelBuilder(13).Input("x", -1, Inputs)
        .Weights("w", QuantizerRun.Uniform(new Random(3), Inputs * Classes), Inputs, Classes).Node("MatMul", "x w", "y").Output("y").Build();

    /// <summary>Rows whose label is what FP32 decides, but for every tenth.</summary>
    private static LabelledRow[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        float[] weights = QuantizerRun.Uniform(new Random(3), Inputs * Classes);
        return [.. Enumerable.Range(0, count).Select(i => new LabelledRow(QuantizerRun.Uniform(random, Inputs), weights, i % 10 == 0 ? 1 : 0))];
    }

    private IDataView View(LabelledRow[] rows)
    {
        var columns = SchemaDefinition.Create(typeof(LabelledRow));
        columns["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Inputs);
        return _context.Data.LoadFromEnumerable(rows, columns);
    }

    /// <summary>Keys in the order of the classes.</summary>
    private IDataView WithKey(IDataView view)
    {
        var keys = _context.Data.LoadFromEnumerable(Enumerable.Range(0, Classes).Select(i => new KeyRow { Number = i }).ToArray());
        return _context.Transforms.Conversion.MapValueToKey("Key", nameof(LabelledRow.Number), keyData: keys).Fit(view).Transform(view);
    }

    private sealed class KeyRow
    {
        public int Number { get; set; }
    }

    private sealed class LabelledRow(float[] x, float[] weights, int shift)
    {
        [ColumnName("x")]
        public float[] X { get; set; } = x;

        public int Number { get; set; } =
            (Enumerable.Range(0, Classes).MaxBy(c => Enumerable.Range(0, Inputs).Sum(i => (double)x[i] * weights[(i * Classes) + c])) + shift) % Classes;

        public ulong Wide => (ulong)Number;

        public float Real => Number;

        [VectorType(2)]
        public int[] Several => [Number, 0];

        public string Text => $"class {Number}";
    }
}
