using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>A diamond of the known table, or a gem made with columns and values like those, and labels for every task.</summary>
internal sealed class GemRow : IBenchmarkRow<GemRow>
{
    public static string Table => "diamonds";

    public static string[] Numbers => [nameof(Measures)];

    public static string[] Categories => [nameof(Cut), nameof(Color), nameof(Clarity)];

    [VectorType(6)]
    public float[] Measures { get; set; } = [];

    public string Cut { get; set; } = "";

    public string Color { get; set; } = "";

    public string Clarity { get; set; } = "";

    public float Label { get; set; }

    public bool Dear { get; set; }

    [KeyType(26)]
    public uint Grade { get; set; }

    public static GemRow Parse(string[] cells) =>
        Create([.. new[] { 0, 4, 5, 7, 8, 9 }.Select(column => BenchmarkRows.Number(cells[column]))], cells[1], cells[2], cells[3], BenchmarkRows.Number(cells[6]));

    public static IEnumerable<GemRow> Create(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            double carat = Math.Round(0.2 + Math.Exp((0.6 * Normal(random)) - 0.6), 2);
            var (cut, color, clarity) = (random.Next(5), random.Next(7), random.Next(8));
            double depth = Math.Round(61.7 + (1.4 * Normal(random)), 1);
            double side = 6.5 * Math.Cbrt(carat) * (1 + (0.01 * Normal(random)));
            double price = Math.Exp((1.7 * Math.Log(carat)) + 8 + (0.1 * clarity) - (0.07 * color) + (0.03 * cut) + (0.1 * Normal(random)));
            float[] measures = [(float)carat, (float)depth, random.Next(53, 66), Centi(side), Centi(side * (1 + (0.008 * Normal(random)))), Centi(side * depth / 100)];
            yield return Create(measures, $"cut{cut}", $"color{color}", $"clarity{clarity}", (float)Math.Round(price));
        }
    }

    private static GemRow Create(float[] measures, string cut, string color, string clarity, float price) => new()
    {
        Measures = measures, Cut = cut, Color = color, Clarity = clarity, Label = price, Dear = price > 2500, Grade = (uint)Math.Clamp((int)(Math.Log(price) * 7) - 38, 0, 25) + 1,
    };

    private static float Centi(double value) => (float)Math.Round(value, 2);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
