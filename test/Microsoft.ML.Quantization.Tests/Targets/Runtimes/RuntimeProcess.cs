using System.ComponentModel;
using System.Diagnostics;

namespace Microsoft.ML.Quantization.Tests.Targets.Runtimes;

/// <summary>Runs other programs.</summary>
internal static class RuntimeProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="MissingRuntimeException">There is no such program.</exception>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {arguments.FirstOrDefault()} ended with {process.ExitCode}: {errors}{output.Result}");
        }

        return output.Result;
    }

    /// <summary>Runs a script with Node.js and the packages that are installed beside it.</summary>
    /// <param name="folder">The folder of the script, from the root of the checkout.</param>
    /// <param name="script">The script.</param>
    /// <param name="arguments">What it is given.</param>
    /// <returns>What it wrote.</returns>
    public static string Node(string folder, string script, params string[] arguments)
    {
        string full = Path.Combine(Checkout(), folder);
        if (!Directory.Exists(Path.Combine(full, "node_modules")))
        {
            throw new MissingRuntimeException($"Needs the packages of {folder}: run npm ci there.");
        }

        return Run("node", [Path.Combine(full, script), .. arguments]);
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            throw new MissingRuntimeException($"Needs '{program}'.");
        }
    }

    private static string Checkout()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "Microsoft.ML.Quantization.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new MissingRuntimeException("Needs the checkout that it was built in.");
    }
}
