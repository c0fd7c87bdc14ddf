using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Sentences in, sentiment out: a tokenizer as a custom mapping before an encoder with free batch and sequence.</summary>
[TestClass]
public sealed class TextPipelineTests
{
    private const int TestRows = 300;
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Bert_OnText_IsAsAccurateAsInFloat()
    {
        string model = SharedAssets.Model("minibert_sst2_fp32_opset17.onnx");
        var tokenizer = BertTokenizer.Create(SharedAssets.Data("bert_vocab.txt"));
        var pipeline = _context.Transforms.CustomMapping<Sentence, Tokens>((sentence, tokens) => Tokenize(tokenizer, sentence, tokens), contractName: null)
            .Append(_context.Transforms.Quantize(["Scores"], ["InputIds", "AttentionMask"], model));
        using var fitted = pipeline.Fit(Sentences("train.tsv", 100));

        var test = Sentences("test.tsv", TestRows);
        var scored = _context.Data.CreateEnumerable<Scored>(fitted.Transform(test), reuseRowObject: false).ToArray();
        using var expected = new SampleRun(OnnxModelReader.Load(model));
        int[] inFloat = [.. scored.Select(row => Sentiment(expected.Outputs(Row(row))[0]))];
        int[] inInt8 = [.. scored.Select(row => Sentiment(row.Scores))];

        Assert.HasCount(TestRows, scored);
        Assert.IsGreaterThan(1, scored.Select(row => row.InputIds.Length).Distinct().Count());
        Assert.IsTrue(Accuracy(inFloat, scored) > 0.75, $"{Accuracy(inFloat, scored):P1} in FP32: these are not the tokens the model was trained on");
        Assert.IsTrue(Accuracy(inInt8, scored) >= Accuracy(inFloat, scored) - 0.01, $"{Accuracy(inInt8, scored):P1} in INT8, {Accuracy(inFloat, scored):P1} in FP32");
    }

    private IDataView Sentences(string file, int rows) => _context.Data.TakeRows(
        _context.Data.LoadFromTextFile<Sentence>(SharedAssets.Data(Path.Combine("sst2", file)), hasHeader: true), rows);

    private static void Tokenize(BertTokenizer tokenizer, Sentence sentence, Tokens tokens)
    {
        tokens.InputIds = [.. tokenizer.EncodeToIds(sentence.Text).Select(id => (long)id)];
        tokens.AttentionMask = Array.ConvertAll(tokens.InputIds, _ => 1L);
    }

    private static TensorValue[] Row(Scored row) =>
        [new("input_ids", row.InputIds, [1, row.InputIds.Length]), new("attention_mask", row.AttentionMask, [1, row.AttentionMask.Length])];

    private static int Sentiment(float[] scores) => scores[1] > scores[0] ? 1 : 0;

    private static double Accuracy(int[] predicted, Scored[] rows) => predicted.Zip(rows).Count(pair => pair.First == pair.Second.Label) / (double)rows.Length;

    private sealed class Sentence
    {
        [LoadColumn(0)]
        public string Text { get; set; } = "";

        [LoadColumn(1)]
        public float Label { get; set; }
    }

    private class Tokens
    {
        public long[] InputIds { get; set; } = [];

        public long[] AttentionMask { get; set; } = [];
    }

    private sealed class Scored : Tokens
    {
        public float Label { get; set; }

        public float[] Scores { get; set; } = [];
    }
}
