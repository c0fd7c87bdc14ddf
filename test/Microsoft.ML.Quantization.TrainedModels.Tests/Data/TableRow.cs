using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>A row of a made table, with a label for every task.</summary>
public sealed class TableRow
{
    public const int NumberCount = 9;
    public const int MarkCount = 30;
    public const int ClassCount = 5;

    [VectorType(NumberCount)]
    public float[] Numbers { get; set; } = [];

    /// <summary>Sparse, most of them 0.</summary>
    [VectorType(MarkCount)]
    public VBuffer<float> Marks { get; set; }

    public string Color { get; set; } = "";

    public string Place { get; set; } = "";

    public float Label { get; set; }

    public bool Binary { get; set; }

    [KeyType(ClassCount)]
    public uint Class { get; set; }

    [KeyType(ClassCount)]
    public uint Relevance { get; set; }

    [KeyType(1_000_000)]
    public uint Group { get; set; }
}
