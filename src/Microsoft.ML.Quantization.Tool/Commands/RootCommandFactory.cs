using System.CommandLine;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(TextWriter output, TextWriter errors)
    {
        var root = new RootCommand("Quantizes ONNX models to INT8 on your data, without code.");
        root.Subcommands.Add(QuantizeCommand.Create(output, errors));
        root.Subcommands.Add(CompareCommand.Create(output, errors));
        root.Subcommands.Add(EvaluateCommand.Create(output, errors));
        root.Subcommands.Add(SensitivityCommand.Create(output, errors));
        root.Subcommands.Add(InspectCommand.Create(output, errors));
        root.Subcommands.Add(CalibrateCommand.Create(output, errors));
        root.Subcommands.Add(MergeCommand.Create(output, errors));
        root.Subcommands.Add(ExportCommand.Create(output, errors));
        root.Subcommands.Add(ModelCommand.Create(output, errors));
        root.Subcommands.Add(TrainCommand.Create(output, errors));
        return root;
    }
}
