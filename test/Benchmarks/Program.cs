using Benchmarks;
using Benchmarks.Ablation;
using Benchmarks.Kinds;
using Benchmarks.Tables;
using Benchmarks.Targets;
using Benchmarks.Trained;

if (args is [MemoryBenchmark.ChildArgument, _, _, _])
{
    MemoryBenchmark.RunChild(args[1], args[2], args[3]);
    return 0;
}

if (args is [CalibrationBenchmark.ChildArgument, _, _, _, _, _])
{
    CalibrationBenchmark.RunChild(args[1], args[2], args[3], args[4], args[5]);
    return 0;
}

if (args is [TableFetch.Command])
{
    TableFetch.Run();
    return 0;
}

var benchmarks = new Dictionary<string, (string About, Action<BenchmarkTable, Arguments> Run)>
{
    ["transform"] = ("Transform and PredictionEngine against ApplyOnnxModel with the same model", (table, _) => TransformBenchmark.Run(table)),
    ["accuracy"] = ("Top-1 of FP32 and INT8 on labelled test data", AccuracyBenchmark.Run),
    ["bytes"] = ("A hash of each INT8 model by effort, without its metadata", BytesBenchmark.Run),
    ["evaluation"] = ("What INT8 loses by every metric of the model's task, with its 95 % interval", EvaluationBenchmark.Run),
    ["detection"] = ("What INT8 costs detectors: mean average precision with its 95 % interval, and the share of FP32's detections that INT8 has too", DetectionBenchmark.Run),
    ["compare"] = ("Methods to quantize, one table a model: accuracy with its interval, time, size", CompareBenchmark.Run),
    ["latency"] = ("Latency of one row, one thread, FP32 and INT8 in turn", LatencyBenchmark.Run),
    ["calibration"] = ("Time of the first, second and later Fit of a process by effort and method against a plain FP32 pass over the same rows, same threads", CalibrationBenchmark.Run),
    ["memory"] = ("Peak working set of a Fit by effort against calibration rows", MemoryBenchmark.Run),
    ["table"] = ("The file of a calibration table by effort, and the time to write and to read it", TableBenchmark.Run),
    ["training"] = ("Quantization-aware training against post-training quantization, top-1", TrainingBenchmark.Run),
    ["training-step"] = ("A step of training, fake-quantized and FP32 in turn", TrainingStepBenchmark.Run),
    ["sensitivity"] = ("The ranking of layers from few runs against one layer at a time on all rows", SensitivityBenchmark.Run),
    ["budget"] = ("A budget of accuracy: models as they are, and with a planted bad layer", BudgetBenchmark.Run),
    ["equalization"] = ("Cross-layer equalization off and on, as they are and with channels apart", EqualizationBenchmark.Run),
    ["ablation"] = ("Every pass over the numbers of an INT8 model, off and on: how close to FP32 on test rows, and the seconds of Fit", AblationBenchmark.Run),
    ["report"] = ("The reports of models with default options, as text, page, JSON and Markdown", (_, arguments) => PageBenchmark.Run(arguments)),
    ["heads"] = ("Detectors' heads that join unlike things: the SQNR of each part and INT8 over FP32, with default options and with all in INT8", HeadBenchmark.Run),
    ["kinds"] = ("Generated networks of many kinds: the error of each part of the outputs on fresh rows, by effort and calibration method", KindsBenchmark.Run),
    ["latency-budget"] = ("A budget of time: what is returned for it, and what a second measurement finds", LatencyBudgetBenchmark.Run),
    ["generated"] = ("Generated models with default options, INT8 over FP32, one thread, where FP32 takes 0.05 ms or more", GeneratedBenchmark.Run),
    ["trained"] = ("Trees that ML.NET trained: how many times ML.NET's own scorer, ONNX Runtime's and LightGBM's, processor time, one thread, and scores whose bits differ", TrainedBenchmark.Run),
    ["trained-chain"] = ("Whole chains as AutoML builds them, with trees: Transform and PredictionEngine, processor time, against the model as it was", ChainBenchmark.Run),
    ["trained-size"] = ("Trees that ML.NET trained: the whole saved model by level against before, the largest error over the scores' root mean square, and the time to load against before", SizeBenchmark.Run),
    ["trained-linear"] = ("Linear models of texts: ML.NET's own stage, chain, PredictionEngine and file, and in INT8, processor time of all threads", LinearBenchmark.Run),
    ["trained-report"] = ("The report and the comparison of a chain as AutoML builds it", (_, _) => ReportBenchmark.Run()),
    ["trained-shapes"] = ("Trees of every number and size over rows of every width: the time of the stage over that of ML.NET", ShapesBenchmark.Run),
    ["trained-images"] = ("A chain with DnnFeaturizeImage (ResNet18) and a linear classifier behind it: size, processor time of a row, accuracy with its interval", FeaturizerBenchmark.Run),
    ["targets"] = ("Each model for each target from one calibration pass, default options, scored by what runs the files here", TargetsBenchmark.Run),
    ["targets-trained"] = ("Models trained for LiteRT, their files scored in LiteRT beside those of post-training quantization", TrainedTargetsBenchmark.Run),
    ["web"] = ("Latency of one row in ONNX Runtime's WebAssembly backend, one thread, in Node.js: FP32 and INT8 in turn", WebBenchmark.Run),
    ["web-generated"] = ("Generated models for browsers, INT8 over FP32 in ONNX Runtime's WebAssembly backend, one thread, where FP32 takes 0.05 ms or more", WebGeneratedBenchmark.Run),
    ["web-costs"] = ("What steps of a chain take in FP32 and INT8 in ONNX Runtime's WebAssembly backend, one thread, in Node.js", WebCostBenchmark.Run),
    ["kernels"] = ("Sketches, range estimators and affine quantization", KernelBenchmark.Run),
};

var arguments = new Arguments(args);
string[] chosen = arguments.Names is [] or ["all"] ? [.. benchmarks.Keys] : [.. arguments.Names];
if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. There are:");
    foreach (var (name, benchmark) in benchmarks)
    {
        Console.Error.WriteLine($"  {name,-12} {benchmark.About}");
    }

    Console.Error.WriteLine($"  {TableFetch.Command,-12} Fetches the tables that 'trained' takes where they are there, from packages of Debian");
    Console.Error.WriteLine("Settings: --models name,name  --method MinMax,Entropy  --effort Fast,Default  --rows 200  --test 1000  --runs 3  --epochs 10  --threads 2  --passes fast,all  --targets LiteRt,TensorRT  --target TensorRT");
    return 1;
}

Console.WriteLine(Machine.Description);
foreach (string name in chosen)
{
    var table = new BenchmarkTable(benchmarks[name].About);
    benchmarks[name].Run(table, arguments);
    table.Print();
}

return 0;
