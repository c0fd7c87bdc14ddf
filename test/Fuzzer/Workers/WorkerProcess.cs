using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Fuzzer.Workers;

/// <summary>One child process as its parent sees it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The first case waits for the runtime, and for the table, the zip and the checkpoint that others are made from.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    public WorkerProcess(Arguments arguments, string folder, string? corpus)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        string temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        var start = Child.Start(
            "worker", "--seed", $"{arguments.Seed}", "--reports", $"{arguments.Reports}", "--output", Folder);
        if (arguments.Only.Length > 0)
        {
            start.ArgumentList.Add("--only");
            start.ArgumentList.Add(arguments.Only);
        }

        if (corpus != null)
        {
            start.ArgumentList.Add("--corpus");
            start.ArgumentList.Add(corpus);
        }

        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = temporary;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public string CaseFolder => Path.Combine(Folder, "case");

    /// <summary>Whether it takes another case.</summary>
    public bool IsAlive { get; private set; } = true;

    public int Done { get; private set; }

    public async Task<Outcome> Run(int number)
    {
        await _process.StandardInput.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync().ConfigureAwait(false);
        Done++;
        bool started = false;
        while (true)
        {
            using var patience = new CancellationTokenSource(started ? Longest : LongestStart);
            string? line;
            try
            {
                line = await _process.StandardOutput.ReadLineAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                IsAlive = false;
                return new Outcome(OutcomeKind.Hang, started ? "" : "before the case began");
            }

            if (line == null)
            {
                IsAlive = false;
                await _process.WaitForExitAsync().ConfigureAwait(false);
                return new Outcome(OutcomeKind.Crash, $"exit code {_process.ExitCode}{(started ? "" : " before the case began")}\n{Errors()}");
            }

            if (!line.StartsWith(Worker.Mark, StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = line[Worker.Mark.Length..].Split(' ');
            if (parts[0] == "start")
            {
                started = true;
                continue;
            }

            return new Outcome(Enum.Parse<OutcomeKind>(parts[0]), Encoding.UTF8.GetString(Convert.FromBase64String(parts[1])));
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private string Errors()
    {
        lock (_errors)
        {
            string all = _errors.ToString();
            return all.Length > 4000 ? all[..4000] : all;
        }
    }
}
