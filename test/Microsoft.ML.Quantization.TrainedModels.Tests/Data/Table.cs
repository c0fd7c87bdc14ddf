using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>
/// Rows of the kinds that real tables have: measures with many values, counts with few and so with ties, flags, two categories of which one has 60 values, and
/// missing values where they are asked for.
/// </summary>
internal static class Table
{
    public static IEnumerable<TableRow> Rows(int count, int seed, double missing = 0)
    {
        var (random, marks) = (new Random(seed), new Random(~seed));
        for (int i = 0; i < count; i++)
        {
            float[] numbers =
            [
                Normal(random), (float)Math.Exp(Normal(random)), random.NextSingle() * 1000, random.Next(12), random.Next(3), random.Next(2), MathF.Round(Normal(random), 1), Normal(random) * 1e-4f,
                random.Next(40) * 0.25f,
            ];
            var (color, place) = (random.Next(7), (int)(60 * random.NextDouble() * random.NextDouble()));
            double target = (2 * numbers[0]) + Math.Sin(numbers[2] / 100) + (numbers[3] * (color % 3)) + (place * 0.05) + (numbers[5] * numbers[6]) + (0.3 * Normal(random));
            for (int k = 0; k < numbers.Length; k++)
            {
                numbers[k] = random.NextDouble() < missing ? float.NaN : numbers[k];
            }

            int rank = (int)Math.Clamp((target + 4) / 4, 0, TableRow.ClassCount - 1);
            yield return new TableRow
            {
                Numbers = numbers, Marks = Marks(marks), Color = $"c{color}", Place = $"p{place}", Label = (float)Math.Abs(target), Binary = target > 3, Class = (uint)rank + 1, Relevance = (uint)rank + 1, Group = (uint)(i / 16) + 1,
            };
        }
    }

    /// <summary>The table with a vector "Features" of numbers and categories, as AutoML makes it.</summary>
    public static IDataView Featurize(MLContext context, IEnumerable<TableRow> rows)
    {
        var view = context.Data.LoadFromEnumerable(rows.ToList());
        var features = context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Color"), new InputOutputColumnPair("Place")])
            .Append(context.Transforms.Concatenate("Features", "Numbers", "Color", "Place"));
        return context.Data.Cache(features.Fit(view).Transform(view));
    }

    private static VBuffer<float> Marks(Random random)
    {
        int[] slots = [.. Enumerable.Range(0, TableRow.MarkCount).Where(_ => random.Next(8) == 0)];
        return new VBuffer<float>(TableRow.MarkCount, slots.Length, [.. slots.Select(slot => (float)random.Next(slot + 2))], slots);
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
