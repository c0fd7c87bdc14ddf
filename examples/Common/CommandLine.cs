using System.Globalization;

namespace Examples;

/// <summary>The arguments of an example: values by position, and options as pairs of a <c>--name</c> and a value.</summary>
internal sealed class CommandLine
{
    private readonly List<string> _positional = [];
    private readonly Dictionary<string, string> _options = [];

    public CommandLine(string[] args, params string[] knownOptions)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _positional.Add(args[i]);
            }
            else if (!knownOptions.Contains(args[i]))
            {
                throw new ArgumentException($"Unknown option {args[i]}. Known are: {string.Join(", ", knownOptions)}.");
            }
            else if (i + 1 == args.Length)
            {
                throw new ArgumentException($"Option {args[i]} needs a value.");
            }
            else
            {
                _options[args[i]] = args[++i];
            }
        }
    }

    public int Count => _positional.Count;

    public string this[int position] => _positional[position];

    public string? Text(string option) => _options.GetValueOrDefault(option);

    public int Number(string option, int whenAbsent) => Text(option) is { } text
        ? int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture)
        : whenAbsent;

    public float[] Numbers(string option, params float[] whenAbsent) => Text(option) is { } text
        ? [.. text.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture))]
        : whenAbsent;
}
