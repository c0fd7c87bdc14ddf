namespace Benchmarks.Trained;

public sealed class GlossScore
{
    public float Score { get; set; }
}

public sealed class GlossScores
{
    public float[] Score { get; set; } = [];
}
