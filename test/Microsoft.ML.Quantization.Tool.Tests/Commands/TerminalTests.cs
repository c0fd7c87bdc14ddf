using System.Diagnostics;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>The command as a process of its own: in a pipe, and in a terminal where the machine has tmux.</summary>
[TestClass]
public sealed class TerminalTests
{
    private const string Escape = "\u001b";

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "mlquant.dll");

    [TestMethod]
    public void Pipe_HasNoColourAndNoProgressBar()
    {
        using var scratch = new Scratch();
        var (output, errors) = Run("dotnet", Tool, "quantize", ToolRun.FashionModel, "--random", "10", "--everywhere", "-o", scratch["m.onnx"]);
        Assert.DoesNotContain(Escape, output + errors);
        Assert.Contains("m.onnx", output);
    }

    [TestMethod]
    public void Terminal_ShowsTheTable()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/tmux"))
        {
            Assert.Inconclusive("Needs tmux.");
        }

        using var scratch = new Scratch();
        string session = $"mlquant-{Environment.ProcessId}";
        try
        {
            Run("tmux", "-L", session, "new-session", "-d", "-x", "120", "-y", "40", $"dotnet '{Tool}' quantize '{ToolRun.FashionModel}' --random 10 --everywhere -o '{scratch["m.onnx"]}'; echo done-$?; sleep 60");
            string screen = "";
            for (int i = 0; i < 300 && !screen.Contains("done-", StringComparison.Ordinal); i++)
            {
                Thread.Sleep(100);
                screen = Run("tmux", "-L", session, "capture-pane", "-p").Output;
            }

            Assert.Contains("done-0", screen);
            Assert.Contains("INT8", screen);
            Assert.IsLessThanOrEqualTo(120, screen.Split('\n').Max(line => line.Length));
        }
        finally
        {
            Run("tmux", "-L", session, "kill-server");
        }
    }

    private static (string Output, string Errors) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, errors.Result);
    }
}
