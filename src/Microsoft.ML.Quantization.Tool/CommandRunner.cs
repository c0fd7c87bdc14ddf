using System.CommandLine;
using System.CommandLine.Help;
using Microsoft.ML.Quantization.Tool.Commands;

namespace Microsoft.ML.Quantization.Tool;

/// <summary>Parses a command line, runs it, and turns whatever comes of it into an exit code and at most one message.</summary>
internal static class CommandRunner
{
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors, CancellationToken token)
    {
        var root = RootCommandFactory.Create(output, errors);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            Tell(errors, string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message).Distinct()), $"mlquant {CommandPath(parsed)}--help");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = errors }, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            errors.WriteLine("Interrupted; nothing was written.");
            return ExitCode.Interrupted;
        }
        catch (CommandException e)
        {
            Tell(errors, e.Message, e.Example);
            return ExitCode.BadInput;
        }
        catch (QuantizationBudgetException e)
        {
            errors.WriteLine(e.Message);
            return ExitCode.BudgetMissed;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or NotSupportedException or InvalidOperationException or UnauthorizedAccessException)
        {
            Tell(errors, e is ArgumentException argument ? WithoutParameter(argument) : e.Message, null);
            return ExitCode.BadInput;
        }
    }

    private static void Tell(TextWriter errors, string message, string? example)
    {
        errors.WriteLine(message);
        if (example != null)
        {
            errors.WriteLine($"Try: {example}");
        }
    }

    /// <summary>The message without the name of a parameter, which nobody passed by name here.</summary>
    private static string WithoutParameter(ArgumentException e)
    {
        int end = e.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return end > 0 ? e.Message[..end] : e.Message;
    }

    private static string CommandPath(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
