using System.Globalization;
using System.Text;

namespace Benchmarks.Trained;

/// <summary>WordNet's definitions and their lexicographer files, where <c>Data/fetch-wordnet.sh</c> put them; else made texts with as many classes.</summary>
internal static class Glosses
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "mlq-wordnet", "usr", "share", "wordnet");

    public static string Name => Directory.Exists(Folder) ? "WordNet" : "made texts";

    public static List<GlossRow> Read(int count)
    {
        GlossRow[] rows = [.. Directory.Exists(Folder) ? Files() : Made(count)];
        new Random(1).Shuffle(rows);
        return [.. rows.Take(count)];
    }

    private static IEnumerable<GlossRow> Files() => new[] { "noun", "verb", "adj", "adv" }.SelectMany(part => File.ReadLines(Path.Combine(Folder, $"data.{part}"), Encoding.Latin1))
        .Where(line => !line.StartsWith("  ", StringComparison.Ordinal))
        .Select(line => (Head: line.Split(' ', 3), Gloss: line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim()))
        .Select(line => Create(uint.Parse(line.Head[1], CultureInfo.InvariantCulture), line.Gloss));

    /// <summary>Words by Zipf's law; each class has words that it likes.</summary>
    private static IEnumerable<GlossRow> Made(int count)
    {
        var random = new Random(2);
        for (int i = 0; i < count; i++)
        {
            uint label = (uint)(GlossRow.Classes * Math.Pow(random.NextDouble(), 2));
            var words = Enumerable.Range(0, 5 + random.Next(12)).Select(_ => random.Next(4) == 0 ? $"{Word((int)label * 7919)}{Word(Rank(random, 40))}" : Word(Rank(random, 30_000)));
            yield return Create(label, string.Join(' ', words));
        }
    }

    private static GlossRow Create(uint label, string text) => new() { Label = label + 1, Noun = label is >= 3 and <= 28, Text = text, Length = text.Length };

    private static int Rank(Random random, int most) => (int)Math.Pow(most, random.NextDouble());

    private static string Word(int rank)
    {
        var word = new StringBuilder();
        for (int rest = rank + 20; rest > 0; rest /= 20)
        {
            word.Append("bdfgklmnprstvwzchjqx"[rest % 20]).Append("aeiou"[(rest + rank) % 5]);
        }

        return word.ToString();
    }
}
