using System.Diagnostics;

namespace Microsoft.ML.Quantization.Tool.Tests;

/// <summary>The command as a process of its own, in a pipe.</summary>
internal static class ToolProcess
{
    public static string Tool => Path.Combine(AppContext.BaseDirectory, "mlquant.dll");

    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    public static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
