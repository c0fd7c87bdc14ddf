using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>Nine readings of a space shuttle, or of one made like it: seven classes, of which one has four rows of five.</summary>
internal sealed class ShuttleRow : IBenchmarkRow<ShuttleRow>
{
    public static string Table => "Shuttle";

    public static string[] Numbers => [nameof(Measures)];

    public static string[] Categories => [];

    [VectorType(9)]
    public float[] Measures { get; set; } = [];

    public string Name { get; set; } = "";

    public static ShuttleRow Parse(string[] cells) => new() { Measures = [.. cells[..9].Select(BenchmarkRows.Number)], Name = cells[9] };

    public static IEnumerable<ShuttleRow> Create(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            float[] measures = [.. Enumerable.Range(0, 9).Select(_ => (float)random.Next(-50, 110))];
            int kind = random.Next(5) > 0 ? 0 : 1 + (int)Math.Clamp((measures[0] + measures[8]) / 36, 0, 5);
            measures[1] += kind * 20;
            yield return new ShuttleRow { Measures = measures, Name = $"state{kind}" };
        }
    }
}
