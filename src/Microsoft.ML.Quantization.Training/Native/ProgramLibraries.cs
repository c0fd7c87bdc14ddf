using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>Where a program has its native libraries: the folders in which the runtime looks for them, and no others.</summary>
internal static class ProgramLibraries
{
    private const string SearchFolders = "NATIVE_DLL_SEARCH_DIRECTORIES";

    /// <returns>The file; <see langword="null"/> where the program has none of this name.</returns>
    public static string? Find(string name) => Folders.Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders
    {
        get
        {
            string[] searched = (AppContext.GetData(SearchFolders) as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
            string beside = Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "";
            return [.. searched, .. WithNatives(beside), .. WithNatives(AppContext.BaseDirectory)];
        }
    }

    private static IEnumerable<string> WithNatives(string folder) => [folder, Path.Combine(folder, "runtimes", $"linux-{Architecture}", "native")];

    private static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
}
