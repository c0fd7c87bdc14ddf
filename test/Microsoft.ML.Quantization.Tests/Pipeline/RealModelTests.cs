using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Interfaces of real models, which ApplyOnnxModel refuses or scores row by row.</summary>
[TestClass]
public sealed class RealModelTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Bert_TakesSentencesOfAnyLength_FromText()
    {
        string model = SharedAssets.Model("minibert_sst2_fp32_opset17.onnx");
        string[] sentences = ["a fine film", "dull", "it never quite works", "one of the best of the year", "dull too"];
        var data = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Sentence { Id = i, Text = sentences[i % sentences.Length] }).ToArray());
        var pipeline = _context.Transforms.CustomMapping<Sentence, Tokens>(Tokenize, null)
            .Append(StandInQuantizer.Estimator(_context, ["Score"], ["input_ids", "attention_mask"], model));
        var fitted = pipeline.Fit(data);
        using var step = fitted.LastTransformer;
        var view = fitted.Transform(data);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 1, 2), view.Schema["Score"].Type);
        float[][] batched = [.. view.GetColumn<float[]>("Score")];
        var tokens = ((IEnumerable<ITransformer>)fitted).First().Transform(data);
        using var single = StandInQuantizer.Estimator(_context, ["Score"], ["input_ids", "attention_mask"], model, new QuantizationOptions { BatchSize = 1 }).Fit(tokens);
        AssertClose([.. single.Transform(tokens).GetColumn<float[]>("Score")], batched);

        using var stream = new MemoryStream();
        _context.Model.Save(step, tokens.Schema, stream);
        var stock = _context.Model.Load(stream, out _);
        AssertClose(batched, [.. stock.Transform(tokens).GetColumn<float[]>("Score")]);
        (stock as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void MobileNet_TakesHeightAndWidthFromTheColumn_InTheSavedFormToo()
    {
        string model = SharedAssets.Model("mobilenetv2_imagenet_fp32.onnx");
        string folder = SharedAssets.Data("imagenet_calib500");
        string[] files = [.. Directory.GetFiles(folder, "*.JPEG").Concat(Directory.GetFiles(folder, "*.jp*g")).Distinct().Order().Take(6).Select(path => Path.GetFileName(path)!)];
        var data = _context.Data.LoadFromEnumerable(files.Select((file, i) => new Photo { Id = i, Path = file }).ToArray());
        var fitted = _context.Transforms.LoadImages("image", folder, "Path")
            .Append(_context.Transforms.ResizeImages("image", 224, 224))
            .Append(_context.Transforms.ExtractPixels("input", "image", offsetImage: 117, scaleImage: 1 / 58f))
            .Append(StandInQuantizer.Estimator(_context, model, new QuantizationOptions { BatchSize = 4 }))
            .Fit(data);
        float[][] scores = [.. fitted.Transform(data).GetColumn<float[]>("output")];
        using var stream = new MemoryStream();
        _context.Model.Save(fitted, data.Schema, stream);
        foreach (var loaded in new[] { _context.Model.Load(stream, out _), _context.Quantization().Load(stream, out _) })
        {
            AssertClose(scores, [.. loaded.Transform(data).GetColumn<float[]>("output")]);
            (loaded as IDisposable)?.Dispose();
        }

        fitted.LastTransformer.Dispose();
    }

    [TestMethod]
    public void UltraFace_GivesOneOfItsOutputs()
    {
        string model = SharedAssets.Model("ultraface_rfb320.onnx");
        var random = new Random(2);
        var data = PipelineData.Table(_context, Enumerable.Range(0, 3).Select(i => new PipelineData.TableRow { Id = i, X = PipelineData.Floats(random, 3 * 240 * 320) }).ToArray(), 3, 240, 320);
        var input = _context.Transforms.CopyColumns("input", "x").Fit(data).Transform(data);
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["boxes"], ["input"], model), input, ["input"], ["boxes"]);
    }

    private static void AssertClose(float[][] expected, float[][] actual)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double largest = expected[i].Max(Math.Abs);
            Assert.IsTrue(expected[i].Zip(actual[i]).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-4 * largest), $"Row {i}: {string.Join(' ', expected[i].Take(4))} and {string.Join(' ', actual[i].Take(4))}");
        }
    }

    private static void Tokenize(Sentence sentence, Tokens tokens)
    {
        tokens.Ids = [101, .. sentence.Text.Select(letter => (long)letter), 102];
        tokens.Mask = [.. tokens.Ids.Select(_ => 1L)];
    }

    private sealed class Sentence
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Tokens
    {
        [ColumnName("input_ids")]
        public long[] Ids { get; set; } = [];

        [ColumnName("attention_mask")]
        public long[] Mask { get; set; } = [];
    }

    private sealed class Photo
    {
        public int Id { get; set; }

        public string Path { get; set; } = "";
    }
}
