using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Options;

/// <summary>The options that say what rows there are, the same for every command that reads some.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _data = new("--data", "-d") { Description = "Folder of images, or a .csv, .tsv, .parquet, .npy, .npz or .txt file", HelpName = "PATH" };
    private readonly Option<int?> _random = new("--random") { Description = "N random rows instead: a smoke test, no more", HelpName = "N" };
    private readonly Option<string?> _label = new("--label") { Description = "Column or array of the labels, in a file of data", HelpName = "NAME" };
    private readonly Option<string?> _labels = new("--labels") { Description = "File of lines 'image class', for images; default: labels.txt, or folders' names", HelpName = "FILE" };
    private readonly Option<string?> _classes = new("--classes") { Description = "File whose line i names class i, for folders named by class", HelpName = "FILE" };
    private readonly Option<string> _preset = new("--preset") { Description = $"How pixels become values: {string.Join(", ", ImageScaling.Presets)}", HelpName = "NAME", DefaultValueFactory = _ => "imagenet" };
    private readonly Option<string?> _mean = new("--mean") { Description = "Mean of red, green, blue, as 0.485,0.456,0.406 (from 0 to 255 with --preset raw)", HelpName = "R,G,B" };
    private readonly Option<string?> _deviation = new("--std") { Description = "Standard deviation of the same", HelpName = "R,G,B" };
    private readonly Option<int?> _resize = new("--resize") { Description = "Resize the shorter side to this before the centre is cut out; 0: do not resize", HelpName = "PIXELS" };
    private readonly Option<string?> _size = new("--size") { Description = "Height and width where the model leaves them free, as 240x320; 224 with imagenet, 32 with cifar", HelpName = "HxW" };
    private readonly Option<string?> _layout = new("--layout") { Description = "nchw or nhwc, where the model's input does not tell", HelpName = "NAME" };
    private readonly Option<string[]> _columns = new("--columns") { Description = "Columns of a table to use, as age,height; default: all but the label", HelpName = "NAMES", CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))] };
    private readonly Option<string?> _vocabulary = new("--vocab") { Description = "WordPiece vocabulary, for models of text", HelpName = "FILE" };
    private readonly Option<string?> _text = new("--text") { Description = "Column of text in a table", HelpName = "NAME" };
    private readonly Option<int> _tokens = new("--max-tokens") { Description = "Most tokens of a row of text", HelpName = "N", DefaultValueFactory = _ => 128 };

    public DataOptions()
    {
        _preset.AcceptOnlyFromAmong(ImageScaling.Presets);
        _layout.AcceptOnlyFromAmong("nchw", "nhwc");
    }

    /// <param name="command">The command.</param>
    /// <param name="isNeeded">Whether it does nothing without rows: where they come from is then listed first.</param>
    public void AddTo(ToolCommand command, bool isNeeded = true)
    {
        int place = isNeeded ? 0 : command.Options.Count;
        command.Options.Insert(place, _data);
        command.Options.Insert(place + 1, _random);
        foreach (Option option in new Option[] { _label, _labels, _classes, _preset, _mean, _deviation, _resize, _size, _layout, _columns, _vocabulary, _text, _tokens })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether the command line has any rows.</summary>
    public bool HasRows(ParseResult parsed) => parsed.GetValue(_data) != null || parsed.GetValue(_random) != null;

    /// <summary>What is read for rows.</summary>
    public string?[] Files(ParseResult parsed) => [parsed.GetValue(_data), parsed.GetValue(_labels), parsed.GetValue(_classes), parsed.GetValue(_vocabulary)];

    /// <summary>The rows that the command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="modelFile">The model.</param>
    /// <param name="path">Other data than that of --data, described by the same options.</param>
    public IRowSource Open(ParseResult parsed, string modelFile, string? path = null)
    {
        var inputs = ModelInput.Read(modelFile);
        path ??= parsed.GetValue(_data);
        if (path == null)
        {
            return parsed.GetValue(_random) is { } count
                ? count > 0 ? new RandomRows(inputs, count, Free(parsed)) : throw new CommandException("--random takes a number of rows above 0.")
                : throw new CommandException("There is no data. --data takes a folder of images or a file; --random N makes rows up, for a smoke test.", $"mlquant {string.Join(' ', parsed.Tokens.Select(token => token.Value.Contains(' ', StringComparison.Ordinal) ? $"\"{token.Value}\"" : token.Value))} --data images");
        }

        return Directory.Exists(path) ? Images(parsed, path, inputs)
            : File.Exists(path) ? OpenFile(parsed, path, inputs)
            : throw new CommandException($"There is no file or folder '{path}'.");
    }

    private IRowSource OpenFile(ParseResult parsed, string path, IReadOnlyList<ModelInput> inputs)
    {
        string? label = parsed.GetValue(_label);
        string? vocabulary = parsed.GetValue(_vocabulary);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npy" or ".npz":
                return new NumpyRows(path, inputs, label);
            case ".csv" or ".tsv" or ".parquet" when vocabulary != null:
                return new TextRows(path, inputs, vocabulary, parsed.GetValue(_text) ?? throw new CommandException($"Which column of '{path}' holds the text? Name it with --text.", $"mlquant quantize model.onnx --data {Path.GetFileName(path)} --vocab vocab.txt --text sentence -o model.int8.onnx"), label, parsed.GetValue(_tokens));
            case ".csv" or ".tsv" or ".parquet":
                return new TableRows(path, inputs, label, parsed.GetValue(_columns) ?? []);
            case ".txt":
                return new TextRows(path, inputs, vocabulary ?? throw new CommandException($"'{path}' is text, which takes the model's vocabulary: --vocab vocab.txt."), null, null, parsed.GetValue(_tokens));
            default:
                throw new CommandException($"'{path}' is of no kind that is known. Expected a folder of images, or a file ending in .csv, .tsv, .parquet, .npy, .npz or .txt.");
        }
    }

    private ImageRows Images(ParseResult parsed, string folder, IReadOnlyList<ModelInput> inputs)
    {
        var input = inputs.Count == 1 ? inputs[0] : throw new CommandException($"The model has {inputs.Count} inputs ({string.Join(", ", inputs.Select(each => $"'{each.Name}' {each.Text}"))}), and a folder of images feeds one. Give them as a .npz file, an array for each.");
        var shape = ImageInput.Create(input, parsed.GetValue(_size), parsed.GetValue(_layout), ImageScaling.UsualSide(parsed.GetValue(_preset)!));
        var scaling = ImageScaling.Create(parsed.GetValue(_preset)!, parsed.GetValue(_mean), parsed.GetValue(_deviation), parsed.GetValue(_resize));
        return new ImageRows(folder, ImageFiles.Find(folder, parsed.GetValue(_labels), parsed.GetValue(_classes)), input, shape, scaling);
    }

    /// <summary>What a free dimension is in random rows: the size, where there is one.</summary>
    private int Free(ParseResult parsed) => parsed.GetValue(_size) is { } size && int.TryParse(size.Split('x')[0], out int side) ? side : 16;
}
