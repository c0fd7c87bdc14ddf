using System.Globalization;

namespace Examples.Sentiment;

/// <summary>Writes the reviews that the model is trained on: made-up sentences about made-up things, one in thirty with the wrong label, as in life.</summary>
internal static class ReviewWriter
{
    private static readonly Dictionary<string, string[]> Parts = new()
    {
        ["kettle"] = ["the lid", "the handle", "the spout", "the heating", "the base"],
        ["headphones"] = ["the sound", "the cable", "the fit", "the microphone", "the case"],
        ["backpack"] = ["the zip", "the strap", "the main pocket", "the fabric", "the rain cover"],
        ["lamp"] = ["the switch", "the light", "the stand", "the shade", "the plug"],
    };

    private static readonly string[] Good = ["great", "lovely", "solid", "sturdy", "quick", "clever", "quiet", "comfortable", "reliable", "a joy", "well made", "just right", "better than expected"];
    private static readonly string[] Bad = ["awful", "flimsy", "broken", "loose", "slow", "noisy", "useless", "uncomfortable", "a letdown", "badly made", "worse than expected", "falling apart", "crooked"];
    private static readonly string[] GoodEnds = ["I would buy it again", "worth every penny", "my sister wants one too", "thank you", "five stars", "nothing to complain about"];
    private static readonly string[] BadEnds = ["I sent it back", "a waste of money", "never again", "one star", "they did not answer my letter", "I want a refund"];
    private static readonly string[] Starts = ["After a week", "So far", "To be honest", "As others said", "Out of the box", "For the price", "I have to say", "In our kitchen"];

    public static void Write(string file, int rows)
    {
        var random = new Random(1);
        File.WriteAllLines(file, ["Text\tProduct\tDays\tSentiment", .. Enumerable.Range(0, rows).Select(_ => Row(random))]);
    }

    private static string Row(Random random)
    {
        string product = Pick(random, [.. Parts.Keys]);
        bool good = random.Next(2) == 0;
        string text = random.Next(4) switch
        {
            0 => $"{Pick(random, Starts)} {Part(random, product)} is {Opinion(random, good)}, {Ending(random, good)}.",
            1 => $"{Part(random, product)} is {Opinion(random, good)} and {Part(random, product)} is {Opinion(random, good)}.",
            2 => $"{Pick(random, Starts)} {Part(random, product)} is {Opinion(random, !good)}, but {Part(random, product)} is {Opinion(random, good)}, {Ending(random, good)}.",
            _ => $"{Ending(random, good)}: {Part(random, product)} of this {product} is {Opinion(random, good)}.",
        };
        string days = random.Next(10) == 0 ? "" : random.Next(1, good ? 400 : 200).ToString(CultureInfo.InvariantCulture);
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}\t{product}\t{days}\t{(random.Next(30) > 0 ? good : !good)}";
    }

    private static string Part(Random random, string product) => Pick(random, Parts[product]);

    private static string Opinion(Random random, bool good) => random.Next(5) == 0 ? $"not {Pick(random, good ? Bad : Good)}" : Pick(random, good ? Good : Bad);

    private static string Ending(Random random, bool good) => Pick(random, good ? GoodEnds : BadEnds);

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];
}
