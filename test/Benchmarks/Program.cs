using Benchmarks;

var benchmarks = new Dictionary<string, (string About, Action<BenchmarkTable> Run)>
{
    ["transform"] = ("Transform and PredictionEngine against ApplyOnnxModel with the same model", TransformBenchmark.Run),
};

string[] chosen = args.Length > 0 ? args : [.. benchmarks.Keys];
if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. There are:");
    foreach (var (name, benchmark) in benchmarks)
    {
        Console.Error.WriteLine($"  {name,-12} {benchmark.About}");
    }

    return 1;
}

Console.WriteLine(Machine.Description);
foreach (string name in chosen)
{
    var table = new BenchmarkTable(benchmarks[name].About);
    benchmarks[name].Run(table);
    table.Print();
}

return 0;
