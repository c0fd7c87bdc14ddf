using System.Globalization;
using Microsoft.ML.Quantization;

namespace Benchmarks;

/// <summary>The names of the benchmarks to run, and settings given as <c>--rows 200</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    public Arguments(string[] args)
    {
        List<string> names = [];
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                names.Add(args[i]);
            }
            else
            {
                string key = args[i][2..];
                _settings[key] = ++i < args.Length ? args[i] : throw new ArgumentException($"'--{key}' needs a value.");
            }
        }

        Names = names;
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<CalibrationMethod> Methods =>
        _settings.TryGetValue("method", out string? text) ? [.. text.Split(',').Select(name => Enum.Parse<CalibrationMethod>(name, ignoreCase: true))] : Enum.GetValues<CalibrationMethod>();

    public IReadOnlyList<QuantizationEffort> Efforts(params QuantizationEffort[] otherwise) =>
        _settings.TryGetValue("effort", out string? text) ? [.. text.Split(',').Select(name => Enum.Parse<QuantizationEffort>(name, ignoreCase: true))] : otherwise;

    public int Number(string key, int otherwise) => _settings.TryGetValue(key, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Whether <c>--models</c> names this model by a part of its name, or is not given.</summary>
    public bool Selects(string model) =>
        !_settings.TryGetValue("models", out string? parts) || parts.Split(',').Any(part => model.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a setting names just this, or is not given.</summary>
    public bool Selects(string name, string key) => !_settings.TryGetValue(key, out string? names) || names.Split(',').Contains(name, StringComparer.OrdinalIgnoreCase);
}
