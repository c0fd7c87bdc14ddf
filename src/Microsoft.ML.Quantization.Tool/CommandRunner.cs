using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool;

/// <summary>Parses a command line, runs it, and turns whatever comes of it into an exit code and at most one message.</summary>
internal static class CommandRunner
{
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors, CancellationToken token)
    {
        (output, errors) = (new CleanWriter(output), new CleanWriter(errors, Screen.WidthOf(errors)));
        var root = RootCommandFactory.Create(output, errors);

        // A name that begins with @ is a name.
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            Tell(errors, string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message).Distinct()), $"mlquant {CommandPath(parsed)}--help");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = errors }, token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Tell(errors, Inner(e), token);
        }
    }

    /// <summary>What was thrown in a loop over rows, or by a column that a loop asked for its values.</summary>
    private static Exception Inner(Exception e) => e switch
    {
        AggregateException { InnerException: { } inner } => Inner(inner),
        TargetInvocationException { InnerException: { } inner } => Inner(inner),
        InvalidOperationException { InnerException: CommandException or OperationCanceledException } => e.InnerException,
        _ => e,
    };

    /// <summary>Says what was thrown, and which exit code it is.</summary>
    internal static int Tell(TextWriter errors, Exception e, CancellationToken token)
    {
        switch (e)
        {
            case OperationCanceledException when token.IsCancellationRequested:
                errors.WriteLine("Interrupted; nothing was written.");
                return ExitCode.Interrupted;
            case CommandException command:
                Tell(errors, command.Message, command.Example);
                return ExitCode.BadInput;
            case QuantizationBudgetException:
                errors.WriteLine(e.Message);
                return ExitCode.BudgetMissed;
            case OutOfMemoryException:
                Tell(errors, "There is not enough memory for this model and these rows.", null);
                return ExitCode.BadInput;
            case IOException or InvalidDataException or ArgumentException or NotSupportedException or InvalidOperationException or UnauthorizedAccessException or TimeoutException:
                Tell(errors, e is ArgumentException argument ? WithoutParameter(argument) : e.Message, null);
                return ExitCode.BadInput;
            default:
                Tell(errors, $"mlquant failed in a way that nobody foresaw, which is a fault of its own. Please report it with the command line.{Environment.NewLine}{e}", null);
                return ExitCode.BadInput;
        }
    }

    private static void Tell(TextWriter errors, string message, string? example)
    {
        errors.WriteLine(ForeignText.Shorten(message, ForeignText.LongestText));
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
