using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Options;

/// <summary>The options that say how to quantize.</summary>
internal sealed class ModelOptions
{
    private static readonly Dictionary<string, Func<Dictionary<string, int>, QuantizationTarget>> FixedTargets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["litert"] = sizes => QuantizationTarget.CreateLiteRt(new LiteRtOptions { Dimensions = sizes }),
        ["edgetpu"] = sizes => QuantizationTarget.CreateEdgeTpu(new LiteRtOptions { Dimensions = sizes }),
        ["coreml"] = sizes => QuantizationTarget.CreateCoreML(new CoreMLOptions { Dimensions = sizes }),
    };

    private static readonly Dictionary<string, QuantizationTarget> Targets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["x86"] = QuantizationTarget.OnnxRuntimeX86,
        ["x86-vnni"] = QuantizationTarget.OnnxRuntimeX86Vnni,
        ["arm64"] = QuantizationTarget.OnnxRuntimeArm64,
        ["web"] = QuantizationTarget.OnnxRuntimeWeb,
        ["tensorrt"] = QuantizationTarget.TensorRT,
    };

    private readonly Option<Dictionary<string, int>> _sizes = FreeSizes.Option();
    private readonly Option<QuantizationEffort?> _effort = new("--effort") { Description = "Work that goes into the numbers: fast, default or best; the speed of the model is the same", HelpName = "NAME" };
    private readonly Option<CalibrationMethod?> _method = new("--method") { Description = "Ranges by minmax, entropy, percentile, meansquarederror, or auto for the best of them", HelpName = "NAME" };
    private readonly Option<string> _target = new("--target", "-t") { Description = $"Where the model runs: {string.Join(", ", TargetNames)}", HelpName = "NAME", DefaultValueFactory = _ => "x86" };
    private readonly Option<int?> _rows = new("--rows") { Description = "Calibrate on the first N rows; default: all", HelpName = "N" };
    private readonly Option<bool> _everywhere = new("--everywhere") { Description = "INT8 wherever it can be, not only where it is faster" };
    private readonly Option<bool> _perTensor = new("--per-tensor") { Description = "One scale for a whole weight instead of one a channel" };
    private readonly Option<string[]> _excluded = new("--exclude") { Description = "Names of nodes that stay in FP32, commas between them", HelpName = "NAMES", CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))] };
    private readonly Option<string[]> _excludedOperators = new("--exclude-op") { Description = "Operators that stay in FP32, as Gemm,Add", HelpName = "NAMES", CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))] };
    private readonly Option<bool> _dynamic = new("--dynamic") { Description = "Quantize activations when the model runs: no data needed, dense layers and LSTMs only" };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of one run; default: a thread a core", HelpName = "N" };

    private readonly Option[] _all;

    /// <param name="isDynamic">Whether dynamic quantization is a choice.</param>
    /// <param name="hasRows">Whether rows are read.</param>
    public ModelOptions(bool isDynamic = true, bool hasRows = true)
    {
        _target.AcceptOnlyFromAmong([.. TargetNames]);
        Option[] all = [_effort, _method, _target, _sizes, _rows, _everywhere, _perTensor, _excluded, _excludedOperators, _dynamic, _threads];
        _all = [.. all.Where(option => (isDynamic || option != _dynamic) && (hasRows || option != _rows))];
    }

    private static IEnumerable<string> TargetNames => Targets.Keys.Concat(FixedTargets.Keys);

    public void AddTo(ToolCommand command) => Array.ForEach(_all, command.Options.Add);

    /// <summary>Whether no data is needed.</summary>
    public bool IsDynamic(ParseResult parsed) => parsed.GetValue(_dynamic);

    /// <param name="parsed">The command line.</param>
    /// <param name="modelFile">The model.</param>
    /// <param name="columns">The rows, whose sizes fixed files have.</param>
    /// <param name="token">What stops the work.</param>
    public QuantizationOptions Read(ParseResult parsed, string modelFile, IReadOnlyList<DataColumn> columns, CancellationToken token)
    {
        string target = parsed.GetValue(_target)!;
        var options = new QuantizationOptions
        {
            Effort = parsed.GetValue(_effort) ?? QuantizationEffort.Default,
            Target = Targets.GetValueOrDefault(target) ?? FixedTargets[target](FreeSizes.Find(ModelInput.Read(modelFile), columns, Sizes(parsed))),
            MaxCalibrationRows = parsed.GetValue(_rows),
            OnlyWhereFaster = !parsed.GetValue(_everywhere),
            PerChannel = !parsed.GetValue(_perTensor),
            ExcludedNodes = parsed.GetValue(_excluded) ?? [],
            ExcludedOperators = parsed.GetValue(_excludedOperators) ?? [],
            DynamicActivations = parsed.GetValue(_dynamic),
            IntraOpThreads = parsed.GetValue(_threads),
            CancellationToken = token,
        };
        return parsed.GetValue(_method) is { } method ? options with { Calibration = method } : options;
    }

    /// <summary>The sizes of free dimensions that were given.</summary>
    public IReadOnlyDictionary<string, int> Sizes(ParseResult parsed) => parsed.GetValue(_sizes) ?? [];

    /// <summary>A share as 0.5% or 0.005.</summary>
    public static double Share(string option, string text)
    {
        bool isPercent = text.EndsWith('%');
        return double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && (isPercent ? value / 100 : value) < 1
            ? isPercent ? value / 100 : value
            : throw new CommandException($"{option} takes a share of the accuracy, as 0.5% or 0.005, not '{text}'.");
    }
}
