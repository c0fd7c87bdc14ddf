using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Terminal;
using Microsoft.ML.Quantization.Tool.Training;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant train: quantization-aware training from a configuration file.</summary>
internal static class TrainCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("train", "Quantization-aware training from a configuration file: model, data, epochs, output");
        var file = new Argument<string?>("config") { Description = "JSON of keys and values; --keys lists them", HelpName = "config.json", Arity = ArgumentArity.ZeroOrOne };
        var package = new Option<string?>("--training-package") { Description = "Folder with the training library and libtorch; default: where --install puts it", HelpName = "DIR" };
        var install = new Option<bool>("--install") { Description = "Get the training library and libtorch (500 MB), by the .NET SDK" };
        var source = new Option<string?>("--source") { Description = "A NuGet source for --install besides those configured", HelpName = "URL|DIR" };
        var keys = new Option<bool>("--keys") { Description = "List the keys of a configuration" };
        var (json, force) = (SharedOptions.Json(), SharedOptions.Force());
        command.Arguments.Add(file);
        foreach (Option option in new Option[] { package, install, source, keys, json, force })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, token) =>
        {
            var screen = new Screen(output, errors, parsed.GetValue(json));
            if (parsed.GetValue(keys))
            {
                screen.Show(() => TrainingKeys.Json(), console => TrainingKeys.Print(console));
                return ExitCode.Success;
            }

            if (parsed.GetValue(install))
            {
                await TrainingInstallation.Install(parsed.GetValue(source), screen.Say, token).ConfigureAwait(false);
                screen.Say($"Installed in '{TrainingPackage.DefaultFolder}'.");
            }

            if (parsed.GetValue(file) is not { } path)
            {
                return parsed.GetValue(install) ? ExitCode.Success : throw new CommandException("Which configuration? --keys lists what one may say.", "mlquant train config.json");
            }

            var training = new TrainingSettings().Read(path, token);
            OutputFile.Check(training.OutputFile, parsed.GetValue(force));
            OutputFile.CheckReport(training.ReportFile, parsed.GetValue(force));
            OutputFile.CheckApart([path, training.ModelFile], training.OutputFile, training.ReportFile);
            TrainingPackage.Load(parsed.GetValue(package));
            new QuantizationRequest(training.ModelFile, training.Rows, null, training.Quantization)
            {
                OutputFile = training.OutputFile,
                ReportFile = training.ReportFile,
                What = "Training",
                Fit = training.Fit,
            }.Run(screen, token);
            return ExitCode.Success;
        });
        return command;
    }
}
