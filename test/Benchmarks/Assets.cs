namespace Benchmarks;

/// <summary>Real models, which are not part of the repository: the folder named by <c>MLQ_ASSETS</c>, or <c>shared</c> beside the checkout.</summary>
internal static class Assets
{
    /// <summary>The path of a model, or <see langword="null"/> where there are none.</summary>
    public static string? Model(string name)
    {
        string? root = Environment.GetEnvironmentVariable("MLQ_ASSETS");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); root == null && folder != null; folder = folder.Parent)
        {
            string shared = Path.Combine(folder.FullName, "shared");
            root = Directory.Exists(Path.Combine(shared, "models")) ? shared : null;
        }

        string path = Path.Combine(root ?? "", "models", name);
        return File.Exists(path) ? path : null;
    }
}
