using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>What the labels of a table are: whole numbers from 0 are classes, other numbers quantities, words classes in their alphabetical order.</summary>
internal sealed class LabelWords
{
    private const int MostClasses = 100_000;

    private readonly Dictionary<string, int>? _classes;

    private LabelWords(bool areClasses, Dictionary<string, int>? classes) => (AreClasses, _classes) = (areClasses, classes);

    public bool AreClasses { get; }

    public DataColumn Column => new(DataColumn.Label, AreClasses ? NumberDataViewType.Int32 : NumberDataViewType.Single);

    public static LabelWords Read(ITable file, int column)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (cells, place) in file.Rows())
        {
            if (words.Add(cells[column]) && words.Count > MostClasses && !IsNumber(cells[column]))
            {
                throw new CommandException($"Column '{file.Header[column]}' has more than {MostClasses:N0} different words by {place}, which are hardly labels.");
            }
        }

        return words.All(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? new LabelWords(true, null)
            : words.All(IsNumber) ? new LabelWords(false, null)
            : new LabelWords(true, words.Order(StringComparer.Ordinal).Select((word, index) => (word, index)).ToDictionary(each => each.word, each => each.index, StringComparer.Ordinal));
    }

    public Array Value(string cell) => _classes != null ? new[] { _classes[cell] }
        : AreClasses ? new[] { int.Parse(cell, CultureInfo.InvariantCulture) }
        : new[] { float.Parse(cell, CultureInfo.InvariantCulture) };

    private static bool IsNumber(string word) => float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
