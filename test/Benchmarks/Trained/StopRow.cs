using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>A stop by the police of Minneapolis, or one made with columns like those: many categories, of which many are missing.</summary>
internal sealed class StopRow : IBenchmarkRow<StopRow>
{
    private const int CategoryCount = 8;

    // Searches, races and genders have a few values, precincts five, neighbourhoods 87.
    private static readonly int[] Sizes = [2, 2, 2, 8, 8, 4, 5, 87];

    public static string Table => "MplsStops";

    public static string[] Numbers => [nameof(Measures)];

    public static string[] Categories => [.. Enumerable.Range(1, CategoryCount).Select(i => $"Category{i}")];

    [VectorType(3)]
    public float[] Measures { get; set; } = [];

    public string Category1 { get; set; } = "";

    public string Category2 { get; set; } = "";

    public string Category3 { get; set; } = "";

    public string Category4 { get; set; } = "";

    public string Category5 { get; set; } = "";

    public string Category6 { get; set; } = "";

    public string Category7 { get; set; } = "";

    public string Category8 { get; set; } = "";

    public bool Label { get; set; }

    public static StopRow Parse(string[] cells) => Create([BenchmarkRows.Number(cells[1]), BenchmarkRows.Number(cells[10]), BenchmarkRows.Number(cells[11])], [.. cells[4..10], .. cells[12..14]], cells[2] == "suspicious");

    public static IEnumerable<StopRow> Create(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            int[] values = [.. Sizes.Select(size => (int)(size * random.NextDouble() * random.NextDouble()))];
            float[] measures = [random.Next(1_480_000_000, 1_510_000_000), 44.9f + (0.1f * random.NextSingle()), -93.3f + (0.1f * random.NextSingle())];
            bool label = (values[1] * 2) + values[3] - (values[7] % 5) + (4 * random.NextDouble()) > 3;
            yield return Create(measures, [.. values.Select((value, column) => column < 6 && random.Next(3) == 0 ? "" : $"value{value}")], label);
        }
    }

    private static StopRow Create(float[] measures, string[] categories, bool label) => new()
    {
        Measures = measures, Label = label,
        Category1 = categories[0], Category2 = categories[1], Category3 = categories[2], Category4 = categories[3],
        Category5 = categories[4], Category6 = categories[5], Category7 = categories[6], Category8 = categories[7],
    };
}
