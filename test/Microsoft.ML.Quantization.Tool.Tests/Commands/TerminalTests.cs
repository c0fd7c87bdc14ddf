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

    /// <summary>A line that is wider than the terminal is told by what the terminal had to wrap.</summary>
    [TestMethod]
    [DataRow(80)]
    [DataRow(120)]
    [DataRow(200)]
    public void Terminal_HasTablesThatFit(int width)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/tmux"))
        {
            Assert.Inconclusive("Needs tmux.");
        }

        using var scratch = new Scratch();
        string session = $"mlquant-{Environment.ProcessId}-{width}";
        try
        {
            Run("tmux", "-L", session, "new-session", "-d", "-x", $"{width}", "-y", "200", $"cd '{scratch.Folder}'; dotnet '{Tool}' quantize '{ToolRun.FashionModel}' --random 10 --everywhere -o m.onnx && dotnet '{Tool}' inspect m.onnx && dotnet '{Tool}' inspect '{ToolRun.FashionModel}' "
                + $"&& dotnet '{Tool}' sensitivity '{ToolRun.FashionModel}' --random 10 --everywhere && dotnet '{Tool}' compare '{ToolRun.FashionModel}' --random 10 --everywhere; echo done-$?; sleep 60");
            string screen = "";
            for (int i = 0; i < 900 && !screen.Contains("done-", StringComparison.Ordinal); i++)
            {
                Thread.Sleep(100);
                screen = Run("tmux", "-L", session, "capture-pane", "-p", "-J").Output;
            }

            Assert.Contains("done-0", screen);
            foreach (string part in new[] { "INT8", "share of the error", "runs as", "ratio", "Take " })
            {
                Assert.Contains(part, screen);
            }

            string widest = screen.Split('\n').Select(line => line.TrimEnd()).MaxBy(line => line.Length)!;
            Assert.IsLessThanOrEqualTo(width, widest.Length, widest);
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
