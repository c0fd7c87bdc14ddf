using Fuzzer;
using Fuzzer.Runs;
using Fuzzer.Workers;

// Fuzzes the library in processes of their own: see Arguments.Usage.
var arguments = Arguments.Parse(args);
switch (arguments.Mode)
{
    case "worker":
        return Worker.Run(arguments);
    case "one":
        Console.WriteLine(CaseRunner.Run(SavedCase.Read(arguments.Path!), new MLCaseSettings(arguments.Seed, Report: true)));
        return 0;
    case "replay":
        return Replay.Run(arguments);
    case "fuzz":
        return new Campaign(arguments).Run();
    default:
        Console.Error.WriteLine(Arguments.Usage);
        return 2;
}
