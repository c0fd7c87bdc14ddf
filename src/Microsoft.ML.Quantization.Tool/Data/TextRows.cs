using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Sentences as rows of an encoder: token ids, the mask of those that count, and their types, by the names that exporters give these inputs.</summary>
internal sealed class TextRows : IRowSource
{
    private const long LargestVocabulary = 1L << 28;

    private readonly string _path;
    private readonly IReadOnlyList<ModelInput> _inputs;
    private readonly BertTokenizer _tokenizer;
    private readonly ITable? _table;
    private readonly int _text;
    private readonly int _label;
    private readonly LabelWords? _words;
    private readonly int _longest;

    /// <param name="path">A table with a column of text, or a file with a sentence a line.</param>
    /// <param name="inputs">What the model takes.</param>
    /// <param name="vocabulary">A WordPiece vocabulary, a token a line.</param>
    /// <param name="text">The column of text; <see langword="null"/> for a file with a sentence a line.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="longest">The most tokens of a row, the two that mark its ends included.</param>
    public TextRows(string path, IReadOnlyList<ModelInput> inputs, string vocabulary, string? text, string? label, int longest)
    {
        (_path, _inputs, _longest) = (path, inputs, longest);
        foreach (var input in inputs)
        {
            _ = Kind(input);
        }

        _tokenizer = Tokenizer(vocabulary);

        if (text != null)
        {
            _table = ITable.Open(path);
            _text = Find(text);
            _label = label == null ? -1 : Find(label);
            _words = label == null ? null : LabelWords.Read(_table, _label);
        }

        Columns = [.. inputs.Select(input => input.Column()), .. _words == null ? Array.Empty<DataColumn>() : [_words.Column]];
    }

    public IReadOnlyList<DataColumn> Columns { get; }

    public long? Count => null;

    public bool? HasClasses => _words?.AreClasses;

    public string Description => $"the text of '{_path}'";

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null)
    {
        long row = -1;
        foreach (var (sentence, label) in Sentences())
        {
            row++;
            if (isWanted?.Invoke(row) == false)
            {
                continue;
            }

            int[] ids = [.. _tokenizer.EncodeToIds(sentence, addSpecialTokens: true)];
            if (ids.Length > _longest)
            {
                ids = [.. ids[..(_longest - 1)], ids[^1]];
            }

            var values = _inputs.Select(input => Values(input, ids));
            yield return new SourceRow(row, label == null ? [.. values] : [.. values, label]);
        }
    }

    private IEnumerable<(string Text, Array? Label)> Sentences()
    {
        if (_table != null)
        {
            foreach (var (cells, _) in _table.Rows())
            {
                yield return (cells[_text], _words?.Value(cells[_label]));
            }

            yield break;
        }

        using var reader = new StreamReader(RegularFile.OpenRead(_path));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return (line, null);
            }
        }
    }

    private static BertTokenizer Tokenizer(string vocabulary)
    {
        using var stream = RegularFile.OpenRead(vocabulary, LargestVocabulary);
        try
        {
            return BertTokenizer.Create(stream);
        }
        catch (Exception e) when (e is not (IOException or OutOfMemoryException))
        {
            throw new CommandException($"'{vocabulary}' is no WordPiece vocabulary: {ForeignText.Line(e.Message)} Expected a token a line, [UNK], [CLS] and [SEP] among them.", inner: e);
        }
    }

    private static Array Values(ModelInput input, int[] ids)
    {
        int length = (int)(input.RowLength ?? ids.Length);
        var values = new double[length];
        for (int i = 0; i < Math.Min(length, ids.Length); i++)
        {
            values[i] = Kind(input) switch { TextInput.Ids => ids[i], TextInput.Mask => 1, _ => 0 };
        }

        if (length < ids.Length && Kind(input) == TextInput.Ids)
        {
            values[^1] = ids[^1];
        }

        return ValueArrays.Create(input.ItemType, values);
    }

    private static TextInput Kind(ModelInput input) =>
        input.Name.Contains("mask", StringComparison.OrdinalIgnoreCase) ? TextInput.Mask
        : input.Name.Contains("type", StringComparison.OrdinalIgnoreCase) || input.Name.Contains("segment", StringComparison.OrdinalIgnoreCase) ? TextInput.Types
        : input.Name.Contains("id", StringComparison.OrdinalIgnoreCase) || input.Name.Contains("token", StringComparison.OrdinalIgnoreCase) ? TextInput.Ids
        : throw new CommandException($"Input '{input.Name}', which takes {input.Text}, has a name that tells neither token ids, nor a mask, nor token types. Prepare the rows and give them as .npz.");

    private int Find(string name)
    {
        int at = _table!.Header.ToList().IndexOf(name);
        return at >= 0 ? at : throw new CommandException($"'{_path}' has no column '{name}'. It has {ForeignText.InMessage(string.Join(", ", _table.Header))}.");
    }

    private enum TextInput
    {
        Ids,
        Mask,
        Types,
    }
}
