using Microsoft.ML;
using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>Whole chains as AutoML builds them, featurizers included: Transform over all rows, and a prediction engine row by row, each against the model as it was.</summary>
internal static class ChainBenchmark
{
    private const int Rounds = 7;
    private const int EngineRows = 2000;

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("Model", "table", "Transform, us a row", "quantized", "times", "PredictionEngine, us a row", "quantized", "times", "scores that differ");
        TreeCase.ForEach(arguments, (context, name, measured) => Measure(table, context, name, measured));
    }

    private static void Measure(BenchmarkTable table, MLContext context, string name, TreeCase measured)
    {
        var model = new TransformerChain<ITransformer>(measured.Featurizer, measured.Stage);
        var quantized = context.Quantization().WithTrainedModels().Quantize(model, measured.Rows.Test);
        IDataView stock = model.Transform(measured.Rows.Test), ours = quantized.Transform(measured.Rows.Test);
        int differ = StockReader.Differ(StockReader.Read(stock), StockReader.Read(ours));
        double[] seconds = ProcessorTime.Measure(
            Rounds, () => StockReader.Drain(stock), () => StockReader.Drain(ours), measured.Rows.Predict(context, model, EngineRows), measured.Rows.Predict(context, quantized, EngineRows));
        int rows = BenchmarkRows.TestRows;
        string Cell(double time, double count) => $"{1e6 * time / count:f2}";
        table.Row(
            name, measured.Rows.Source, Cell(seconds[0], rows), Cell(seconds[1], rows), $"{seconds[0] / seconds[1]:f2}",
            Cell(seconds[2], EngineRows), Cell(seconds[3], EngineRows), $"{seconds[2] / seconds[3]:f2}", $"{differ}");
    }
}
