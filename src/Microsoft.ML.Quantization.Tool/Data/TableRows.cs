using System.Globalization;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>A table as rows of a model: all numbers of a row for the only input, or a column for each input of one value.</summary>
internal sealed class TableRows : IRowSource
{
    private readonly string _path;
    private readonly ITable _file;
    private readonly (ModelInput Input, int[] Columns)[] _inputs;
    private readonly int? _label;
    private readonly LabelWords? _words;

    public TableRows(string path, IReadOnlyList<ModelInput> inputs, string? label, IReadOnlyList<string> columns)
    {
        _path = path;
        _file = ITable.Open(path);
        _label = label == null ? null : Find(label, "--label");
        int[] chosen = columns.Count > 0 ? [.. columns.Select(name => Find(name, "--columns"))] : [.. Enumerable.Range(0, _file.Header.Count).Where(i => i != _label)];
        _inputs = [.. inputs.Select(input => (input, Feeding(input, inputs.Count, chosen)))];
        _words = _label is { } at ? LabelWords.Read(_file, at) : null;
        Columns = [.. _inputs.Select(each => each.Input.Column()), .. _words == null ? Array.Empty<DataColumn>() : [_words.Column]];
    }

    public IReadOnlyList<DataColumn> Columns { get; }

    public long? Count => _file.Count;

    public bool? HasClasses => _words?.AreClasses;

    public string Description => $"'{_path}'{(_label is { } at ? $", labels in '{_file.Header[at]}'" : "")}";

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null)
    {
        long row = -1;
        foreach (var (cells, place) in _file.Rows())
        {
            row++;
            if (isWanted?.Invoke(row) == false)
            {
                continue;
            }

            var values = _inputs.Select(each => ValueArrays.Create(each.Input.ItemType, Array.ConvertAll(each.Columns, column => Number(cells, column, place))));
            yield return new SourceRow(row, _words == null ? [.. values] : [.. values, _words.Value(cells[_label!.Value])]);
        }
    }

    private double Number(string[] cells, int column, string place) =>
        double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new CommandException($"{place}: '{ForeignText.InMessage(cells[column])}' in column '{ForeignText.InMessage(_file.Header[column])}' is not a number. Name the columns to use with --columns, or the label's with --label.");

    private int[] Feeding(ModelInput input, int inputs, int[] chosen)
    {
        if (input.RowShape.Count(size => size == null) > 1)
        {
            throw new CommandException($"Input '{input.Name}' takes {input.Text}, and the columns of '{_path}' do not tell how its values lie. Give a folder of images, or an array as .npy or .npz.");
        }

        int own = _file.Header.ToList().IndexOf(input.Name);
        if (inputs > 1 || (own >= 0 && input.RowLength == 1))
        {
            return own >= 0 && input.RowLength is 1 or null ? [own] : throw new CommandException($"'{_path}' has no column '{input.Name}', for that input of the model, which takes {input.Text}. It has {Names()}. Text becomes numbers by a vocabulary: --vocab names it, and --text the column.");
        }

        return input.RowLength == null || input.RowLength == chosen.Length
            ? chosen
            : throw new CommandException(
                $"'{_path}' has {chosen.Length} columns for input '{input.Name}', which takes {input.Text}: {input.RowLength} values. The columns are {Names()}.",
                "mlquant quantize model.onnx --data table.csv --label target --columns age,height -o model.int8.onnx");
    }

    private int Find(string name, string option)
    {
        int at = _file.Header.ToList().IndexOf(name);
        return at >= 0 ? at : throw new CommandException($"'{_path}' has no column '{name}', which {option} names. It has {Names()}.");
    }

    private string Names() => ForeignText.InMessage(string.Join(", ", _file.Header));
}
