using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

namespace Benchmarks.Trained;

/// <summary>A chain of a featurizer and a linear predictor, against the same in INT8.</summary>
internal static class LinearCase
{
    public static void Measure(BenchmarkTable table, MLContext context, string name, TransformerChain<ITransformer> model, IDataView train, List<GlossRow> rows, string label, int rounds)
    {
        var test = context.Data.LoadFromEnumerable(rows);
        var compact = context.Quantization().WithTrainedModels().Quantize(model, train, out var report, new TrainedModelOptions { Level = QuantizationLevel.Compact });
        Console.Error.WriteLine(report);
        ITransformer[] chains = [model, compact];
        ITransformer[] stages = [.. chains.Select(chain => ((IEnumerable<ITransformer>)chain).Last())];
        var featured = context.Data.Cache(((IEnumerable<ITransformer>)model).First().Transform(test), "Features");
        Action[] ways =
        [
            .. stages.Select(stage => (Action)(() => StockReader.Drain(stage.Transform(featured)))),
            .. chains.Select(chain => (Action)(() => StockReader.Drain(chain.Transform(test)))),
            .. chains.Select(chain => label == "Label" ? OneByOne<GlossScores>(context, chain, rows) : OneByOne<GlossScore>(context, chain, rows)),
        ];
        double[] times = [.. ProcessorTime.Measure(rounds, ways).Select(seconds => 1e6 * seconds / rows.Count)];
        long[] sizes = [.. chains.Select(chain => Size(context, chain, train.Schema))];
        double[] metrics = [.. chains.Select(chain => Metric(context, chain.Transform(test), label))];
        int length = ((VectorDataViewType)featured.Schema["Features"].Type).Size;
        int classes = label == "Label" ? GlossRow.Classes : 1;
        string Ratio(int way) => $"x{times[way - 1] / times[way]:f2} ({times[way]:f2})";
        table.Row(
            name, $"{length:n0}", $"{classes}", $"{times[0]:f2}", Ratio(1), $"{times[2]:f1}", Ratio(3), $"{times[4]:f1}", Ratio(5),
            $"{sizes[0] / 1000.0:n0}", $"{(double)sizes[1] / sizes[0]:f3}", $"{metrics[0]:f4}", $"{metrics[1]:f4}", label == "Length" ? "-" : $"{Differ(chains, test)} of {rows.Count:n0}");
    }

    private static Action OneByOne<T>(MLContext context, ITransformer model, List<GlossRow> rows)
        where T : class, new()
    {
        var engine = context.Model.CreatePredictionEngine<GlossRow, T>(model, new PredictionEngineOptions { OwnsTransformer = false });
        return () => rows.ForEach(row => engine.Predict(row));
    }

    private static long Size(MLContext context, ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, schema, stream);
        return stream.Length;
    }

    private static double Metric(MLContext context, IDataView scored, string label) => label switch
    {
        "Label" => context.MulticlassClassification.Evaluate(scored).MicroAccuracy,
        "Noun" => context.BinaryClassification.EvaluateNonCalibrated(scored, label).Accuracy,
        _ => context.Regression.Evaluate(scored, label).RSquared,
    };

    private static int Differ(ITransformer[] chains, IDataView test)
    {
        uint[][] labels = [.. chains.Select(chain => Labels(chain.Transform(test)))];
        return labels[0].Zip(labels[1]).Count(pair => pair.First != pair.Second);
    }

    private static uint[] Labels(IDataView scored) => scored.Schema["PredictedLabel"].Type is BooleanDataViewType
        ? [.. scored.GetColumn<bool>("PredictedLabel").Select(label => label ? 1u : 0)]
        : [.. scored.GetColumn<uint>("PredictedLabel")];
}
