using System.Globalization;
using Benchmarks.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>Rows to train on and others to score, and the steps that AutoML puts before a trainer for a table of this kind.</summary>
internal abstract class BenchmarkRows
{
    public const int TestRows = 8_192;

    private const int TrainingRows = 40_000;

    /// <summary>The table, or what it was made like.</summary>
    public abstract string Source { get; }

    public abstract IDataView Training { get; }

    public abstract IDataView Test { get; }

    public abstract IEstimator<ITransformer> Features(MLContext context);

    /// <summary>Scores the first rows one by one through a prediction engine.</summary>
    public abstract Action Predict(MLContext context, ITransformer model, int rows);

    public static BenchmarkRows Load<T>(MLContext context)
        where T : class, IBenchmarkRow<T>, new() => new Of<T>(context);

    public static float Number(string cell) => cell.Length == 0 ? float.NaN : float.Parse(cell, CultureInfo.InvariantCulture);

    private sealed class Of<T> : BenchmarkRows
        where T : class, IBenchmarkRow<T>, new()
    {
        private readonly List<T> _test;

        public Of(MLContext context)
        {
            string file = TableFolder.File(T.Table);
            bool isThere = File.Exists(file);
            List<T> rows = [.. isThere ? File.ReadLines(file).Skip(1).Select(line => T.Parse(line.Split('\t'))) : T.Create(TrainingRows + TestRows, 1)];
            Source = isThere ? T.Table : $"made like {T.Table}";
            _test = rows[^TestRows..];
            Training = context.Data.LoadFromEnumerable(rows[..Math.Min(TrainingRows, rows.Count - TestRows)]);
            Test = context.Data.Cache(context.Data.LoadFromEnumerable(_test));
        }

        public override string Source { get; }

        public override IDataView Training { get; }

        public override IDataView Test { get; }

        public override IEstimator<ITransformer> Features(MLContext context)
        {
            var numbers = context.Transforms.ReplaceMissingValues(Pairs(T.Numbers));
            var concatenate = context.Transforms.Concatenate("Features", [.. T.Numbers, .. T.Categories]);
            return T.Categories.Length == 0 ? numbers.Append(concatenate) : numbers.Append(context.Transforms.Categorical.OneHotEncoding(Pairs(T.Categories))).Append(concatenate);
        }

        public override Action Predict(MLContext context, ITransformer model, int rows) => model.GetOutputSchema(Test.Schema)["Score"].Type is VectorDataViewType
            ? Predict<ScoreVector>(context, model, rows)
            : Predict<ScoreNumber>(context, model, rows);

        private Action Predict<TScore>(MLContext context, ITransformer model, int rows)
            where TScore : class, new()
        {
            var engine = context.Model.CreatePredictionEngine<T, TScore>(model, new PredictionEngineOptions { OwnsTransformer = false });
            var score = new TScore();
            return () => _test.Take(rows).ToList().ForEach(row => engine.Predict(row, ref score));
        }

        private static InputOutputColumnPair[] Pairs(string[] columns) => Array.ConvertAll(columns, column => new InputOutputColumnPair(column));
    }

    private sealed class ScoreNumber
    {
        public float Score { get; set; }
    }

    private sealed class ScoreVector
    {
        public float[] Score { get; set; } = [];
    }
}
