using System.Globalization;

namespace Examples;

/// <summary>One line of a CSV file of numbers.</summary>
internal sealed class NumberRow
{
    public float[] Values { get; set; } = [];

    public float Label { get; set; }

    public int Class => (int)Label;

    public static NumberRow[] Load(string path, string? label)
    {
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0)];
        string[] names = lines.Length == 0 ? [] : [.. lines[0].Split(',').Select(name => name.Trim())];
        int place = label == null ? -1 : Array.IndexOf(names, label);
        if (label != null && place < 0)
        {
            throw new InvalidDataException($"{path} has no column '{label}'. Its columns are {string.Join(", ", names)}.");
        }

        return [.. lines.Skip(1).Select(line =>
        {
            float[] numbers = [.. line.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
            return numbers.Length == names.Length
                ? new NumberRow { Values = [.. numbers.Where((_, i) => i != place)], Label = place < 0 ? 0 : numbers[place] }
                : throw new InvalidDataException($"{path}: \"{line}\" has {numbers.Length} numbers, expected {names.Length}.");
        })];
    }
}
