namespace Benchmarks;

/// <summary>How two models differ on the same rows, in points of accuracy, with the 95 % interval of the difference of paired shares.</summary>
internal readonly record struct PairedDifference(double Points, double Low, double High)
{
    public static PairedDifference Create(bool[] before, bool[] after)
    {
        int n = before.Length;
        double lost = before.Zip(after).Count(pair => pair.First && !pair.Second);
        double won = before.Zip(after).Count(pair => !pair.First && pair.Second);
        double difference = (lost - won) / n;
        double half = 1.96 * Math.Sqrt((lost + won) - ((lost - won) * (lost - won) / n)) / n;
        return new PairedDifference(100 * difference, 100 * (difference - half), 100 * (difference + half));
    }

    public override string ToString() => FormattableString.Invariant($"{Points:0.00} ({Low:0.00} to {High:0.00})");
}
