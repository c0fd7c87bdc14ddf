using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>A row whose class is a name, as users have it.</summary>
public sealed class NamedRow
{
    [VectorType(TableRow.NumberCount)]
    public float[] Numbers { get; set; } = [];

    public string Color { get; set; } = "";

    public string Place { get; set; } = "";

    public bool Binary { get; set; }

    public string ClassName { get; set; } = "";

    public static List<NamedRow> Create(int count, int seed) =>
        [.. Table.Rows(count, seed, missing: 0.03).Select(row => new NamedRow { Numbers = row.Numbers, Color = row.Color, Place = row.Place, Binary = row.Binary, ClassName = $"class {row.Class}" })];
}

public sealed class NamedPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
