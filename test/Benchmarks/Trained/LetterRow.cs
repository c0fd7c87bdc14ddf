using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>Sixteen measures of a printed letter, or of one made like it: small whole numbers, 26 classes.</summary>
internal sealed class LetterRow : IBenchmarkRow<LetterRow>
{
    private const int Classes = 26;

    public static string Table => "LetterRecognition";

    public static string[] Numbers => [nameof(Measures)];

    public static string[] Categories => [];

    [VectorType(16)]
    public float[] Measures { get; set; } = [];

    public string Name { get; set; } = "";

    public static LetterRow Parse(string[] cells) => new() { Name = cells[0], Measures = [.. cells[1..].Select(BenchmarkRows.Number)] };

    public static IEnumerable<LetterRow> Create(int count, int seed)
    {
        var random = new Random(seed);
        float[][] centres = [.. Enumerable.Range(0, Classes).Select(_ => Enumerable.Range(0, 16).Select(_ => 3 + (8 * random.NextSingle())).ToArray())];
        for (int i = 0; i < count; i++)
        {
            int letter = random.Next(Classes);
            yield return new LetterRow { Name = $"{(char)('A' + letter)}", Measures = [.. centres[letter].Select(centre => Math.Clamp(MathF.Round(centre + (6 * (random.NextSingle() + random.NextSingle() - 1))), 0, 15))] };
        }
    }
}
