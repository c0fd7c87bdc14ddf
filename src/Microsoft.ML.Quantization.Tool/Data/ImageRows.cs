using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Image files as rows of a model's input. Those that cannot be decoded are left out, up to a limit.</summary>
internal sealed class ImageRows : IRowSource
{
    /// <summary>The largest share that is left out, of the images of all shards.</summary>
    public const double MostFaulty = 0.05;

    private const int Named = 3;

    private readonly ImageFiles _files;
    private readonly ImageReader _reader;
    private readonly ModelInput _input;
    private readonly string _folder;
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    public ImageRows(string folder, ImageFiles files, ModelInput input, ImageInput shape, ImageScaling scaling)
    {
        (_folder, _files, _input) = (folder, files, input);
        _reader = new ImageReader(shape.Width, shape.Height, shape.Channels, shape.IsChannelFirst, scaling);
        var column = input.Column(shape.IsChannelFirst ? [shape.Channels, shape.Height, shape.Width] : [shape.Height, shape.Width, shape.Channels]);
        Columns = files.Classes == null ? [column] : [column, new DataColumn(DataColumn.Label, NumberDataViewType.Int32)];
    }

    public IReadOnlyList<DataColumn> Columns { get; }

    public long? Count => _files.Files.Count;

    public bool? HasClasses => _files.Classes == null ? null : true;

    public string Description => $"{_files.Files.Count:N0} images in '{_folder}'{(_files.Classes == null ? ", without labels" : $" of {_files.Classes.Distinct().Count():N0} classes")}";

    public IReadOnlyList<string> Warnings => _faults.Count == 0
        ? []
        : [$"{_faults.Count:N0} of {_files.Files.Count:N0} images were left out: {string.Join("; ", _faults.Take(Named).Select(fault => $"'{fault.Key}' {fault.Value}"))}{(_faults.Count > Named ? "; ..." : "")}."];

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null)
    {
        // Both passes and threads may read at once.
        int most = (int)(MostFaulty * _files.Files.Count);
        for (int i = 0; i < _files.Files.Count; i++)
        {
            if (isWanted?.Invoke(i) == false)
            {
                continue;
            }

            var (values, fault) = _reader.Read(_files.Files[i]);
            if (values == null)
            {
                Note(_files.Files[i], fault!, most);
                continue;
            }

            Array input = _input.ItemType.RawType == typeof(float) ? values : ValueArrays.Create(_input.ItemType, Array.ConvertAll(values, value => Math.Round((double)value)));
            yield return new SourceRow(i, _files.Classes == null ? [input] : [input, new[] { _files.Classes[i] }]);
        }
    }

    private void Note(string file, string fault, int most)
    {
        lock (_faults)
        {
            _faults[Path.GetRelativePath(_folder, file)] = fault;
            if (_faults.Count > most)
            {
                throw new CommandException($"{Warnings[0]} More than {MostFaulty:P0} of the images cannot be read, which is too many to go on: remove or replace them.");
            }
        }
    }
}
