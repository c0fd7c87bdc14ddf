using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>Times a model and each of its stages alone, before and after, on the first rows of the data, which are held in memory as they reach each stage.</summary>
/// <param name="context">The context.</param>
/// <param name="models">The model before and after.</param>
/// <param name="stages">Each stage before and after.</param>
/// <param name="token">Stops between two rows.</param>
internal sealed class ChainTimes(MLContext context, Pair<ITransformer> models, IReadOnlyList<Pair<ITransformer>> stages, CancellationToken token)
{
    private readonly List<Action> _ways = [];
    private int _rows;

    /// <summary>The times of a row; it takes about a second, longer where a row takes long.</summary>
    public ModelTimes Measure(IDataView data)
    {
        var first = HeadRows.Create(context, models.Before, data, token);
        _rows = first.Rows;
        if (_rows == 0)
        {
            return ModelTimes.None(stages.Count);
        }

        var head = first.View;
        var model = Ways(models, head);
        List<Pair<TimedWay>> parts = [];
        var input = head;
        foreach (var stage in stages)
        {
            parts.Add(Ways(stage, input));
            input = HeldRows.Create(context, stage.Before.Transform(input));
        }

        double[][] times = ReadingTimes.Measure(_ways);
        Pair<double>[] rounds = [.. Enumerable.Range(0, ReadingTimes.Rounds).Select(round => new Pair<double>(Of(model.Before, times, round), Of(model.After, times, round)))];
        Pair<double> Medians(Pair<TimedWay> both) => new(Median(both.Before, times), Median(both.After, times));
        return new ModelTimes(_rows, Medians(model), [.. parts.Select(Medians)], rounds);
    }

    /// <summary>Reading what a transformer adds, and, to be taken off, what it reads itself.</summary>
    private Pair<TimedWay> Ways(Pair<ITransformer> both, IDataView input)
    {
        int baseline = Inputs(both.Before, input) is { Length: > 0 } inputs ? Add(() => ViewReader.Read(input, inputs, token)) : -1;
        var before = new TimedWay(AddReading(both.Before, input), baseline);
        return new Pair<TimedWay>(before, both.Before == both.After ? before : before with { Way = AddReading(both.After, input) });
    }

    private int AddReading(ITransformer transformer, IDataView input) => Add(new HeadRows(input, _rows).Reading(transformer, token));

    private int Add(Action way)
    {
        _ways.Add(way);
        return _ways.Count - 1;
    }

    private static DataViewSchema.Column[] Added(DataViewSchema input, DataViewSchema output) => AddedColumns.Find(AddedColumns.Names(input, output), output);

    private static DataViewSchema.Column[] Inputs(ITransformer transformer, IDataView input)
    {
        if (!transformer.IsRowToRowMapper)
        {
            return [];
        }

        var mapper = transformer.GetRowToRowMapper(input.Schema);
        return [.. mapper.GetDependencies(Added(input.Schema, mapper.OutputSchema))];
    }

    private double Median(TimedWay way, double[][] times) => MedianInterval.Median([.. Enumerable.Range(0, ReadingTimes.Rounds).Select(round => Of(way, times, round)).Order()]);

    private double Of(TimedWay way, double[][] times, int round) => Math.Max(0, times[way.Way][round] - (way.Baseline < 0 ? 0 : times[way.Baseline][round])) / _rows;

    /// <param name="Way">Reading what is added.</param>
    /// <param name="Baseline">Reading what it is made from; -1 where that is not known.</param>
    private readonly record struct TimedWay(int Way, int Baseline);
}
