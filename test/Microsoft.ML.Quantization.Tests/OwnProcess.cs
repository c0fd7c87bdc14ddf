using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Runs tests again in a process of their own, which they may treat as they like and which has its own temporary folder.</summary>
internal static class OwnProcess
{
    private const string Marker = "MLQ_OWN_PROCESS";

    /// <summary>What ONNX Runtime leaves in the folder for temporary files, whoever uses it.</summary>
    private const string OnnxRuntimesOwn = ".ses";

    /// <summary>Whether this process is one that <see cref="Run"/> started.</summary>
    public static bool IsThis => Environment.GetEnvironmentVariable(Marker) != null;

    /// <summary>Runs the tests that <paramref name="filter"/> names; all must pass, and leave no temporary file behind.</summary>
    /// <returns>What the test runner said.</returns>
    public static string Run(string filter, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        using var temporary = new TemporaryFolder();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OwnProcess).Assembly.Location);
        }

        start.ArgumentList.Add("--filter");
        start.ArgumentList.Add(filter);
        start.Environment[Marker] = "1";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = temporary.Path;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"{output}{errors.Result}");
        Assert.AreEqual("", string.Join(", ", Directory.EnumerateFileSystemEntries(temporary.Path).Where(path => Path.GetFileName(path) != OnnxRuntimesOwn)), "left in the temporary folder");
        return output;
    }

    /// <summary>Runs a test of this name again where it is alone; to be called first thing, and where it gives <see langword="true"/> also last.</summary>
    public static bool RunsAlone(TestContext test)
    {
        if (!IsThis)
        {
            StringAssert.Matches(Run($"FullyQualifiedName={test.FullyQualifiedTestClassName}.{test.TestName}"), new("succeeded: [1-9]"));
        }

        return !IsThis;
    }
}
