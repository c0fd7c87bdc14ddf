using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Arrays as rows of a model's inputs: one array for the only input, or one of its name for each.</summary>
internal sealed class NumpyRows : IRowSource
{
    private readonly string _path;
    private readonly (ModelInput Input, NumpyArray Array)[] _inputs;
    private readonly NumpyArray? _labels;

    public NumpyRows(string path, IReadOnlyList<ModelInput> inputs, string? labelName)
    {
        _path = path;
        var arrays = NumpyArray.Open(path);
        _labels = labelName == null ? null : arrays.FirstOrDefault(array => array.Key == labelName)
            ?? throw new CommandException($"'{path}' has no array '{labelName}' for the labels. It has {Names(arrays)}.");
        NumpyArray[] data = [.. arrays.Where(array => array != _labels)];
        _inputs = [.. inputs.Select(input => (input, inputs.Count == 1 && data.Length == 1 ? data[0] : data.FirstOrDefault(array => array.Key == input.Name)
            ?? throw new CommandException($"'{path}' has no array '{input.Name}' for that input of the model, which takes {input.Text}. It has {Names(arrays)}.", $"numpy.savez(\"rows.npz\", **{{\"{input.Name}\": rows}})")))];
        foreach (var (input, array) in _inputs)
        {
            Check(input, array);
        }

        Columns = [.. _inputs.Select(each => each.Input.Column([.. each.Array.Header.Shape.Skip(1).Select(size => checked((int)size))])), .. LabelColumn()];
    }

    public IReadOnlyList<DataColumn> Columns { get; }

    public long? Count => _inputs[0].Array.Header.Rows;

    public bool? HasClasses => _labels?.Header.Type[0] switch { null => null, 'f' => false, _ => true };

    public string Description => $"{Count:N0} rows in '{_path}'";

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null)
    {
        var readers = _inputs.Select(each => each.Array.Rows(isWanted).GetEnumerator()).ToArray();
        using var labels = _labels?.Rows(isWanted).GetEnumerator();
        try
        {
            while (readers.All(reader => reader.MoveNext()) && labels?.MoveNext() != false)
            {
                var values = readers.Select((reader, i) => ValueArrays.Create(_inputs[i].Input.ItemType, reader.Current.Values));
                yield return new SourceRow(readers[0].Current.Row, labels == null ? [.. values] : [.. values, HasClasses == true ? new[] { Class(labels.Current.Values[0]) } : Array.ConvertAll(labels.Current.Values, value => (float)value)]);
            }
        }
        finally
        {
            Array.ForEach(readers, reader => reader.Dispose());
        }
    }

    private int Class(double label) => label is >= 0 and <= int.MaxValue
        ? (int)label
        : throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"'{_labels!.Name}' has the label {label}. Expected classes from 0 up."));

    private IEnumerable<DataColumn> LabelColumn()
    {
        if (_labels == null)
        {
            return [];
        }

        if (_labels.Header.Rows != Count || (HasClasses == true && _labels.Header.RowLength != 1))
        {
            throw new CommandException($"'{_labels.Name}' has the shape ({string.Join(", ", _labels.Header.Shape)}) for {Count:N0} rows. Expected one label for each.");
        }

        return [new DataColumn(DataColumn.Label, HasClasses == true ? NumberDataViewType.Int32 : _labels.Header.RowLength == 1 ? NumberDataViewType.Single : new VectorDataViewType(NumberDataViewType.Single, (int)_labels.Header.RowLength))];
    }

    private void Check(ModelInput input, NumpyArray array)
    {
        long[] row = [.. array.Header.Shape.Skip(1)];
        if (array.Header.Rows != Count || row.Length != input.RowShape.Count || row.Zip(input.RowShape).Any(pair => pair.Second is { } size && size != pair.First))
        {
            string wanted = string.Join(", ", new[] { $"{Count}" }.Concat(input.RowShape.Select(size => size?.ToString() ?? "any")));
            throw new CommandException($"'{array.Name}' has the shape ({string.Join(", ", array.Header.Shape)}), but input '{input.Name}' takes {input.Text}. Expected ({wanted}), the first dimension being the rows.");
        }
    }

    private static string Names(IReadOnlyList<NumpyArray> arrays) => arrays.Count == 0 ? "none" : arrays[0].Key.Length == 0 ? "one array without a name" : string.Join(", ", arrays.Select(array => $"'{array.Key}'"));
}
