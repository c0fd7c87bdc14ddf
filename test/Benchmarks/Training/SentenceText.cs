using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Tokenizers;

namespace Benchmarks;

/// <summary>Sentences as text, tokenized on the way: a line each, sentence, tab, label.</summary>
internal static class SentenceText
{
    public static RowSource File(string name) => new(() =>
    {
        var tokenizer = BertTokenizer.Create(Assets.Data("bert_vocab.txt"));
        string[] lines = [.. System.IO.File.ReadLines(Assets.Data(Path.Combine("sst2", $"{name}.tsv"))).Where(line => line.EndsWith("\t0", StringComparison.Ordinal) || line.EndsWith("\t1", StringComparison.Ordinal))];
        return (lines.Length, i => Row(lines[i], tokenizer));
    });

    private static LabelledRow Row(string line, BertTokenizer tokenizer)
    {
        int tab = line.LastIndexOf('\t');
        long[] ids = [.. tokenizer.EncodeToIds(line[..tab]).Select(id => (long)id)];
        long[] mask = new long[ids.Length];
        Array.Fill(mask, 1);
        return new LabelledRow([new TensorValue("input_ids", ids, [1, ids.Length]), new TensorValue("attention_mask", mask, [1, ids.Length])], line[^1] - '0');
    }
}
