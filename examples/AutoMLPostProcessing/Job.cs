using Microsoft.ML.Data;

namespace Examples;

/// <summary>A job of a computing cluster, and how long it ran: VF, F, M or L, from very fast to long.</summary>
internal sealed class Job
{
    [LoadColumn(0)]
    public string Protocol { get; set; } = "";

    [LoadColumn(1)]
    public float Compounds { get; set; }

    [LoadColumn(2)]
    public float InputFields { get; set; }

    [LoadColumn(3)]
    public float Iterations { get; set; }

    [LoadColumn(4)]
    public float Pending { get; set; }

    [LoadColumn(5)]
    public float Hour { get; set; }

    [LoadColumn(6)]
    public string Day { get; set; } = "";

    [LoadColumn(7)]
    public string Class { get; set; } = "";
}
