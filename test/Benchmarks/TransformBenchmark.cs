using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

namespace Benchmarks;

/// <summary>
/// The same INT8 model scored by our transformer and by ML.NET's own. The latter refuses free height and width, so it gets them
/// fixed, which is what the saved form of a pipeline does.
/// </summary>
internal static class TransformBenchmark
{
    public static void Run(BenchmarkTable table)
    {
        table.Columns("model", "rows", "ApplyOnnxModel rows/s", "ours rows/s", "ours / ApplyOnnxModel");
        string dense = Path.Combine(Path.GetTempPath(), $"dense-{Guid.NewGuid():N}.onnx");
        try
        {
            DenseModel.Write(dense, 64, 8);
            Compare(table, "dense 64 to 8", dense, "x", "y", 200_000, 20_000, new VectorDataViewType(NumberDataViewType.Single, 64));
        }
        finally
        {
            File.Delete(dense);
        }

        if (Assets.Model("kws_dscnn_fp32.onnx") is { } keywords)
        {
            Compare(table, "keyword spotting DS-CNN", keywords, "input", "output", 1_000, 300, new VectorDataViewType(NumberDataViewType.Single, 1, 49, 10));
        }

        if (Assets.Model("mobilenetv2_imagenet_fp32.onnx") is { } mobileNet)
        {
            Compare(table, "MobileNetV2 224x224", mobileNet, "input", "output", 40, 40, new VectorDataViewType(NumberDataViewType.Single, 3, 224, 224));
        }
    }

    private static void Compare(BenchmarkTable table, string name, string model, string input, string output, int rows, int predictions, VectorDataViewType type)
    {
        var context = new MLContext(1);
        var definition = SchemaDefinition.Create(typeof(Row));
        (definition[nameof(Row.Values)].ColumnName, definition[nameof(Row.Values)].ColumnType) = (input, type);
        Row[] some = MakeRows(Math.Min(rows, 1_000), type.Size);
        var data = context.Data.LoadFromEnumerable(some, definition);
        using var ours = context.Transforms.Quantize([output], [input], model, new QuantizationOptions { MaxCalibrationRows = 100 }).Fit(data);
        using var stream = new MemoryStream();
        context.Model.Save(ours, data.Schema, stream);
        var stock = context.Model.Load(stream, out _);

        var many = context.Data.LoadFromEnumerable(Enumerable.Range(0, rows / some.Length).SelectMany(_ => some), definition);
        var (oursTime, stockTime, ratio) = Timing.Alternate(() => Drain(ours.Transform(many), output), () => Drain(stock.Transform(many), output));
        Report(table, $"{name}, Transform", rows, oursTime, stockTime, ratio);

        var row = some[0];
        using var ourEngine = Engine(context, ours, definition, output);
        using var stockEngine = Engine(context, stock, definition, output);
        (oursTime, stockTime, ratio) = Timing.Alternate(() => Predict(ourEngine, row, predictions), () => Predict(stockEngine, row, predictions));
        Report(table, $"{name}, PredictionEngine", predictions, oursTime, stockTime, ratio);
    }

    private static void Report(BenchmarkTable table, string name, int rows, double ours, double stock, double ratio) =>
        table.Row(name, Number(rows), Number(rows / stock), Number(rows / ours), (1 / ratio).ToString("0.00", CultureInfo.InvariantCulture));

    private static string Number(double value) => value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static PredictionEngine<Row, Scored> Engine(MLContext context, ITransformer transformer, SchemaDefinition definition, string output)
    {
        var scored = SchemaDefinition.Create(typeof(Scored));
        scored[nameof(Scored.Scores)].ColumnName = output;
        return context.Model.CreatePredictionEngine<Row, Scored>(transformer, ignoreMissingColumns: false, inputSchemaDefinition: definition, outputSchemaDefinition: scored);
    }

    private static void Predict(PredictionEngine<Row, Scored> engine, Row row, int count)
    {
        var result = new Scored();
        for (int i = 0; i < count; i++)
        {
            engine.Predict(row, ref result);
        }
    }

    private static void Drain(IDataView view, string output)
    {
        var column = view.Schema[output];
        using var cursor = view.GetRowCursor([column]);
        var get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            get(ref value);
        }
    }

    private static Row[] MakeRows(int count, int size)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => new Row { Values = [.. Enumerable.Range(0, size).Select(_ => (random.NextSingle() * 4) - 2)] })];
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }

    private sealed class Scored
    {
        public float[] Scores { get; set; } = [];
    }
}
