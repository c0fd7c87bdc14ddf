namespace Microsoft.ML.Quantization.Tests;

/// <summary>
/// Real models and labelled data, which are not part of the repository: the folder named by <c>MLQ_ASSETS</c>, or a folder
/// <c>shared</c> beside the checkout. A test that needs them is skipped where they are absent.
/// </summary>
internal static class SharedAssets
{
    private static readonly string? Root = Find();

    public static string Model(string name) => Locate("models", name);

    public static string Case(string name) => Locate("cases", name);

    public static string Data(string name) => Locate("data", name);

    private static string Locate(string folder, string name)
    {
        string path = Path.Combine(Root ?? "", folder, name);
        if (Root == null || !(File.Exists(path) || Directory.Exists(path)))
        {
            Assert.Inconclusive($"Needs {folder}/{name}: set MLQ_ASSETS to the folder that holds it.");
        }

        return path;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MLQ_ASSETS") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Microsoft.ML.Quantization.sln")))
            {
                string shared = Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(Path.Combine(shared, "models")) ? Path.GetFullPath(shared) : null;
            }
        }

        return null;
    }
}
