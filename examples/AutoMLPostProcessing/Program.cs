using Examples;
using Microsoft.ML;

string table = Path.Combine(AppContext.BaseDirectory, "data", "hpc_jobs.tsv");
string modelFile = Path.Combine(AppContext.BaseDirectory, "best.mlnet");

var mlContext = new MLContext(seed: 1);
var split = mlContext.Data.TrainTestSplit(mlContext.Data.LoadFromTextFile<Job>(table, hasHeader: true), testFraction: 0.25, seed: 1);
IDataView training = mlContext.Data.Cache(split.TrainSet), holdout = mlContext.Data.Cache(split.TestSet);

// The sweep: what AutoML does, with its steps and its trainers. With AutoML itself, all of this is "experiment.Execute(...).BestRun.Model".
Console.WriteLine($"{"trainer",-27}{"categories",-11}{"accuracy",9}{"size",11}{"a row",9}  {"quantized: size",16}{"a row",9}{"rows that differ",18}");
var runs = new List<Run>();
foreach (string trainer in AutoMLTrainers.All(mlContext).Keys)
{
    Try(trainer, hash: false);
}

Try(Best().Trainer, hash: true);

// The best model of the sweep, quantized, saved, and loaded where this library is absent.
Run best = Best();
mlContext.Model.Save(best.Quantized, training.Schema, modelFile);
ITransformer loaded = new MLContext().Model.Load(modelFile, out _);
int different = runs.Sum(run => run.RowsThatDiffer) + Run.Differ(best.Model.Transform(holdout), loaded.Transform(holdout));

Console.WriteLine();
Console.WriteLine($"Best: {best.Trainer}, categories {best.Encoding}");
Console.WriteLine(best.Report);
Console.WriteLine();
Console.WriteLine(different == 0 ? "Every model predicts as before, also the saved one as ML.NET loads it." : $"{different:N0} rows are predicted otherwise.");
return different == 0 && best.Report.IsQuantized ? 0 : 1;

Run Best() => runs.MaxBy(run => run.Accuracy)!;

void Try(string trainer, bool hash)
{
    runs.Add(Run.Create(mlContext, trainer, hash, AutoMLTrainers.All(mlContext)[trainer], training, holdout));
    Print(runs[^1]);
}

static void Print(Run run)
{
    string after = run.Report.IsQuantized ? $"{Kilobytes(run.Report.QuantizedBytes),16}{run.Report.QuantizedMicroseconds,6:F2} us" : $"{"as it was",25}";
    Console.WriteLine(
        $"{run.Trainer,-27}{run.Encoding,-11}{run.Accuracy,9:P2}{Kilobytes(run.Report.OriginalBytes),11}{run.Report.OriginalMicroseconds,6:F2} us  {after}{run.RowsThatDiffer,18}");
}

static string Kilobytes(long? bytes) => $"{bytes / 1024.0:F1} KB";
