using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Microsoft.ML.Quantization.Tool.Training;

/// <summary>
/// The library that trains, which this tool does not carry: with libtorch it is 500 MB. It is loaded from a folder that has what a build or a publish
/// of a program with the package gives.
/// </summary>
internal static class TrainingPackage
{
    private const string Library = "Microsoft.ML.Quantization.Training";

    /// <summary>Where <see cref="TrainingInstallation"/> puts it, a folder for each version of the tool.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mlquant", "training", Version);

    /// <summary>The version that the package has to have, which is the tool's.</summary>
    public static string Version => Plain(typeof(TrainingPackage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private static string Architecture => $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <exception cref="CommandException">It is not there, or of another version.</exception>
    public static void Load(string? folder)
    {
        string file = Path.Combine(Path.GetFullPath(folder ?? DefaultFolder), $"{Library}.dll");
        if (!File.Exists(file))
        {
            throw new CommandException(
                $"Training needs the package {Library} with libtorch, which mlquant does not carry as it is 500 MB. {(folder == null ? "It is not installed" : $"'{folder}' does not have {Library}.dll")}: "
                + "--install gets it from the NuGet sources of this machine, with the .NET SDK; --training-package names a folder that has it, such as the output of a program that uses the package.",
                "mlquant train --install");
        }

        string version = Plain(System.Diagnostics.FileVersionInfo.GetVersionInfo(file).ProductVersion ?? "");
        if (version != Version)
        {
            throw new CommandException($"'{file}' is of version {version}, and this mlquant of {Version}, which have to be the same.", "mlquant train --install");
        }

        string place = Path.GetDirectoryName(file)!;

        // Asked where the tool has no library of that name itself: what both have is the tool's.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(place, $"{name.Name}.dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            Candidates(place, name).Where(File.Exists).Select(path => NativeLibrary.TryLoad(path, out nint handle) ? handle : 0).FirstOrDefault(handle => handle != 0);
    }

    /// <summary>A publish has native libraries beside the others, a build has them by processor.</summary>
    private static IEnumerable<string> Candidates(string place, string name) =>
        from folder in new[] { place, Path.Combine(place, "runtimes", Architecture, "native") }
        from file in new[] { name, $"lib{name}.so", $"{name}.dll", $"lib{name}.dylib" }
        select Path.Combine(folder, file);

    /// <summary>Without the commit.</summary>
    private static string Plain(string version) => version.Split('+')[0];
}
