using System.Text;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Data;
using Spectre.Console;

namespace Microsoft.ML.Quantization.Tool.Terminal;

/// <summary>Results go to the output; progress and warnings to the other stream, live where that is a terminal.</summary>
internal sealed class Screen(TextWriter output, TextWriter errors, bool asJson)
{
    private const int PlainWidth = 160;

    public bool AsJson => asJson;

    /// <summary>Where a table goes, without colour where nobody would see it.</summary>
    public IAnsiConsole Output { get; } = Console(output, IsTerminal(output, System.Console.IsOutputRedirected));

    private bool IsLive => IsTerminal(errors, System.Console.IsErrorRedirected);

    public void Warn(string text) => errors.WriteLine($"Warning: {text}");

    public void Say(string text) => errors.WriteLine(text);

    /// <summary>Prints JSON, or what people read.</summary>
    public void Show(Func<string> json, Action<IAnsiConsole> table)
    {
        if (asJson)
        {
            // Its strings are escaped, and are to be read back as they are.
            Raw(output).WriteLine(JsonText.Visible(json()));
            return;
        }

        table(Output);
    }

    /// <summary>Runs something long over rows.</summary>
    /// <param name="context">Whose log tells what is being done.</param>
    /// <param name="source">The rows.</param>
    /// <param name="what">The work, in a few words.</param>
    /// <param name="work">What to do with them.</param>
    public T Watch<T>(MLContext context, IRowSource source, string what, Func<IDataView, T> work)
    {
        var result = IsLive ? WatchLive(context, source, what, work) : WatchPlain(context, source, what, work);
        foreach (string warning in source.Warnings)
        {
            Warn(warning);
        }

        return result;
    }

    private T WatchPlain<T>(MLContext context, IRowSource source, string what, Func<IDataView, T> work)
    {
        void Tell(object? sender, LoggingEventArgs e)
        {
            if (LogLine.Read(e) is { } line)
            {
                errors.WriteLine(line);
            }
        }

        errors.WriteLine($"{what} on {source.Description}.");
        context.Log += Tell;
        try
        {
            return work(new RowsView(source));
        }
        finally
        {
            context.Log -= Tell;
        }
    }

    private T WatchLive<T>(MLContext context, IRowSource source, string what, Func<IDataView, T> work)
    {
        var console = Console(errors, true);
        console.PlainLine($"{what} on {source.Description}.");
        return console.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new RemainingTimeColumn()).Start(progress =>
        {
            var task = progress.AddTask("reading rows", maxValue: source.Count ?? 1);
            task.IsIndeterminate = source.Count == null;
            void Tell(object? sender, LoggingEventArgs e)
            {
                if (LogLine.Read(e) is { } line)
                {
                    console.MarkupLineInterpolated($"[grey]{CleanWriter.Clean(line)}[/]");
                }
            }

            context.Log += Tell;
            try
            {
                return work(new RowsView(source, rows =>
                {
                    task.Value = Math.Min(rows, task.MaxValue);
                    task.Description = source.Count is { } all && rows >= all ? "choosing numbers" : $"row {rows:N0}";
                    task.IsIndeterminate = source.Count is not { } count || rows >= count;
                }));
            }
            finally
            {
                context.Log -= Tell;
            }
        });
    }

    private static bool IsTerminal(TextWriter writer, bool isRedirected) => !isRedirected && (Raw(writer) == System.Console.Out || Raw(writer) == System.Console.Error);

    /// <summary>The columns of a terminal; no limit for what is none.</summary>
    public static int WidthOf(TextWriter errors) => IsTerminal(errors, System.Console.IsErrorRedirected) && System.Console.WindowWidth > 20 ? System.Console.WindowWidth : int.MaxValue;

    /// <summary>What Spectre.Console tells a terminal has to reach it.</summary>
    private static TextWriter Raw(TextWriter writer) => writer is CleanWriter clean ? clean.Inner : writer;

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(isTerminal ? Raw(writer) : writer),
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
            console.Profile.Capabilities.Unicode = writer.Encoding is UTF8Encoding or UnicodeEncoding;
        }

        return console;
    }
}
