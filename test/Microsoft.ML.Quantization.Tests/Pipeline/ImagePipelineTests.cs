using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>LoadImages, ResizeImages and ExtractPixels before a model with free batch, height and width.</summary>
[TestClass]
public sealed class ImagePipelineTests
{
    private const int Count = 11;
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"test-images-{Guid.NewGuid():N}");
    private readonly MLContext _context = new(1);

    [ClassInitialize]
    public static void Paint(TestContext context)
    {
        Directory.CreateDirectory(Folder);
        var random = new Random(4);
        for (int i = 0; i < Count; i++)
        {
            byte[] pixels = new byte[20 * 10 * 4];
            random.NextBytes(pixels);
            using var image = MLImage.CreateFromPixels(20, 10, MLPixelFormat.Bgra32, pixels);
            image.Save(Path.Combine(Folder, $"{i}.png"));
        }
    }

    [ClassCleanup]
    public static void Clean() => Directory.Delete(Folder, recursive: true);

    [TestMethod]
    public void Images_AreScored_SavedAndLoaded()
    {
        using var file = Model();
        var data = Data();
        var model = Pipeline(file.Path, null).Fit(data);
        var view = model.Transform(data);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 1, 3, 1, 1), view.Schema["y"].Type);
        SaveContract.Check(_context, model, data, ["y"]);
        CollectionAssert.AreEqual(ViewRows.Read(view, "Id", "y"), ViewRows.ReadMapped(model, data, "Id", "y"));
    }

    [TestMethod]
    public void WholePipeline_IsEvaluatedOnImages()
    {
        using var file = Model();
        var data = Data();
        var model = Images().Append(_context.Transforms.Quantize(["y"], ["data"], file.Path)).Fit(data);
        using var step = model.LastTransformer;
        var evaluation = _context.Quantization().Evaluate(data, model, labelColumnName: "Label");
        Assert.AreEqual((EvaluationTask.MulticlassClassification, (long)Count), (evaluation.Task, evaluation.Rows));
    }

    [TestMethod]
    public void ImageColumn_PassesThroughAndStaysValid()
    {
        using var file = Model();
        var data = Data();
        var model = Pipeline(file.Path, 4).Fit(data);
        var plain = Images().Fit(data).Transform(data);
        CollectionAssert.AreEqual(ViewRows.Read(plain, "Id", "image"), ViewRows.Read(model.Transform(data), "Id", "image"));
        string[] scores = ViewRows.Read(model.Transform(data), "Id", "y");
        string[] both = ViewRows.Read(model.Transform(data), "Id", "y", "image", "full");
        CollectionAssert.AreEqual(scores, both.Select(line => string.Join('\t', line.Split('\t')[..2])).ToArray());

        // An image that a reader keeps lives as long as it would without the step.
        CollectionAssert.AreEqual(KeptImages.Read(plain, null), KeptImages.Read(model.Transform(data), "y"));
    }

    [TestMethod]
    public void ImagesResizedAfterTheStep_AreThoseOfTheSource()
    {
        using var file = Model();
        var data = Data();
        var model = Pipeline(file.Path, 4).Append(_context.Transforms.ResizeImages("small", 4, 4, "full")).Append(_context.Transforms.ExtractPixels("pixels", "small")).Fit(data);
        var direct = Images().Append(_context.Transforms.ResizeImages("small", 4, 4, "full")).Append(_context.Transforms.ExtractPixels("pixels", "small")).Fit(data);
        CollectionAssert.AreEqual(
            ViewRows.Read(direct.Transform(data), "Id", "pixels"),
            ViewRows.Read(model.Transform(data), "Id", "pixels", "y").Select(line => string.Join('\t', line.Split('\t')[..2])).ToArray());
    }

    private EstimatorChain<QuantizedOnnxTransformer> Pipeline(string model, int? batchSize) =>
        Images().Append(StandInQuantizer.Estimator(_context, ["y"], ["data"], model, new QuantizationOptions { BatchSize = batchSize }));

    private EstimatorChain<Transforms.Image.ImagePixelExtractingTransformer> Images() => _context.Transforms.LoadImages("full", Folder, "Path")
        .Append(_context.Transforms.ResizeImages("image", 8, 6, "full"))
        .Append(_context.Transforms.ExtractPixels("data", "image"));

    private static ModelFile Model() => new(PipelineModels.Model(
        [Value("x", DataType.Float, "N", 3, "H", "W")], [Value("y", DataType.Float, "N", 3, 1, 1)], ModelBuilder.MakeNode("GlobalMaxPool", "x", "y")));

    private IDataView Data() => _context.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(i => new ImagePath { Id = i, Path = $"{i}.png" }).ToArray());

    private sealed class ImagePath
    {
        public int Id { get; set; }

        public string Path { get; set; } = "";

        public int Label => Id % 3;
    }
}
