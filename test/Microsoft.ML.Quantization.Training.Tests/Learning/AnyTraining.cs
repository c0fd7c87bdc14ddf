using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Short trainings of made-up models that read x, with made-up rows and labels.</summary>
internal sealed class AnyTraining : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MLContext Context { get; } = new(1);

    public static QuantizationAwareTrainingOptions Options => new()
    {
        Quantization = new QuantizationOptions { OnlyWhereFaster = false },
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 1e-3,
        ValidationShare = 0.25,
        Threads = 1,
    };

    public sealed class Row
    {
        public float[] X { get; set; } = [];

        public float Quantity { get; set; }

        public int Class { get; set; }

        public bool Flag { get; set; }

        public float[] Several { get; set; } = [];
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Trains and scores the rows that were learned from.</summary>
    /// <returns>The values of output y, row after row.</returns>
    public float[][] Run(ModelBuilder model, IDataView data, string? label = null, QuantizationAwareTrainingOptions? options = null, string output = "y")
    {
        using var trained = Context.Transforms.QuantizeAware(Save(model), label, options ?? Options).Fit(data);
        return [.. trained.Transform(data).GetColumn<float[]>(output)];
    }

    public string Save(ModelBuilder model)
    {
        string path = _folder.File("any.onnx");
        OnnxModelWriter.Save(model.Model(), path);
        return path;
    }

    /// <param name="count">How many rows.</param>
    /// <param name="labels">How many values a label of several has.</param>
    /// <param name="shape">The dimensions of x.</param>
    public IDataView Data(int count, int labels, params int[] shape) => View(Rows(count, labels, shape), labels, shape);

    /// <param name="rows">The rows.</param>
    /// <param name="labels">How many values a label of several has; 0 for any number.</param>
    /// <param name="shape">The dimensions of x.</param>
    public IDataView View(IEnumerable<Row> rows, int labels, params int[] shape)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        var input = schema["X"];
        (input.ColumnName, input.ColumnType) = ("x", new VectorDataViewType(NumberDataViewType.Single, shape));
        schema["Several"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, labels);
        return Context.Data.LoadFromEnumerable(rows, schema);
    }

    public static Row[] Rows(int count, int labels, params int[] shape)
    {
        var random = new Random(5);
        int size = shape.Aggregate(1, (product, each) => product * each);
        return [.. Enumerable.Range(0, count).Select(i => new Row
        {
            X = Values(random, size),
            Quantity = random.NextSingle(),
            Class = i % 3,
            Flag = i % 2 == 0,
            Several = Values(random, Math.Max(1, labels)),
        })];
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
