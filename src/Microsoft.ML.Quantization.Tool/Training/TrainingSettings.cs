using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Options;

namespace Microsoft.ML.Quantization.Tool.Training;

/// <summary>What a configuration file may say: the options of data and of quantization, by the names that they have on a command line, and those of training.</summary>
internal sealed class TrainingSettings
{
    private readonly Option<string?> _model = new("--model") { Description = "The FP32 ONNX model" };
    private readonly Option<string?> _validation = new("--validation") { Description = "Rows that decide which epoch is kept; default: a tenth of the data, held back" };
    private readonly Option<string?> _output = new("--output") { Description = "The file to write: .onnx, or .tflite for LiteRT" };
    private readonly Option<string?> _report = new("--report") { Description = "A page, .html, or .md or .json" };
    private readonly Option<string?> _checkpoints = new("--checkpoints") { Description = "Folder of the state after each epoch, from which a training that was stopped goes on" };
    private readonly Option<int> _epochs = new("--epochs") { Description = "How often all rows are seen", DefaultValueFactory = _ => 10 };
    private readonly Option<double> _rate = new("--learning-rate") { Description = "Learning rate after warm-up", DefaultValueFactory = _ => 5e-4 };
    private readonly Option<int> _batch = new("--batch-size") { Description = "Rows of a step", DefaultValueFactory = _ => 32 };
    private readonly Option<int?> _patience = new("--early-stopping") { Description = "Stop after so many epochs without a better one" };
    private readonly Option<double?> _distillation = new("--distillation") { Description = "Share of the loss that the FP32 model teaches, 0 to 1; default: 0.5 with labels, 1 without" };
    private readonly Option<bool> _equalize = new("--equalize") { Description = "Start from weights whose channels were made alike, for one scale a weight" };
    private readonly Option<int> _seed = new("--seed") { Description = "Decides the order of the rows", DefaultValueFactory = _ => 1 };
    private readonly DataOptions _data = new();
    private readonly ModelOptions _settings = new();
    private readonly ToolCommand _line = new("train", "");

    public TrainingSettings()
    {
        foreach (Option option in new Option[] { _model, _validation, _output, _report, _checkpoints, _epochs, _rate, _batch, _patience, _distillation, _equalize, _seed })
        {
            _line.Options.Add(option);
        }

        _data.AddTo(_line);
        _settings.AddTo(_line);
    }

    /// <summary>The keys of a configuration, in the order of the documentation, each with what it says.</summary>
    public IReadOnlyList<(string Key, string Description)> Keys => [.. _line.Options.Where(option => option.Name is not "--dynamic").Select(option => (option.Name.TrimStart('-'), option.Description!))];

    /// <exception cref="CommandException">A key or a value is not known, or something that is needed is missing.</exception>
    public TrainingRequest Read(string path, CancellationToken token)
    {
        var parsed = _line.Parse(TrainingFile.Read(path, [.. Keys.Select(key => key.Key)]), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            throw new CommandException($"'{path}': {string.Join(" ", parsed.Errors.Select(error => error.Message).Distinct())} Its keys are the options without their dashes.");
        }

        string Needed(Option<string?> option) => parsed.GetValue(option) ?? throw new CommandException($"'{path}' has no '{option.Name.TrimStart('-')}': {option.Description!}.");
        string model = Needed(_model);
        if (!File.Exists(model))
        {
            throw new CommandException($"There is no model '{model}', which '{path}' names.");
        }

        var rows = _data.Open(parsed, model);
        return new TrainingRequest(model, rows, parsed.GetValue(_validation) is { } other ? _data.Open(parsed, model, other) : null)
        {
            OutputFile = Needed(_output),
            ReportFile = parsed.GetValue(_report),
            Checkpoints = parsed.GetValue(_checkpoints),
            Epochs = parsed.GetValue(_epochs),
            LearningRate = parsed.GetValue(_rate),
            BatchSize = parsed.GetValue(_batch),
            EarlyStopping = parsed.GetValue(_patience),
            Distillation = parsed.GetValue(_distillation),
            Seed = parsed.GetValue(_seed),
            Quantization = _settings.Read(parsed, model, rows.Columns, token) with { CrossLayerEqualization = parsed.GetValue(_equalize) },
        };
    }
}
