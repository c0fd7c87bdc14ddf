namespace Benchmarks;

/// <summary>Real models and data, which are not part of the repository: the folder named by <c>MLQ_ASSETS</c>, or <c>shared</c> beside the checkout.</summary>
internal static class Assets
{
    private static readonly string? Root = Find();

    /// <summary>The path of a model, or <see langword="null"/> where there are none.</summary>
    public static string? Model(string name) => Path.Combine(Root ?? "", "models", name) is var path && File.Exists(path) ? path : null;

    /// <summary>All models, by name.</summary>
    public static string[] Models() => Root == null ? [] : [.. Directory.GetFiles(Path.Combine(Root, "models"), "*.onnx").Order(StringComparer.Ordinal)];

    /// <summary>The path of a data file or folder.</summary>
    public static string Data(string name) => Path.Combine(Root ?? throw new DirectoryNotFoundException("Set MLQ_ASSETS to the folder that holds 'models' and 'data'."), "data", name);

    private static string? Find()
    {
        string? root = Environment.GetEnvironmentVariable("MLQ_ASSETS");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); root == null && folder != null; folder = folder.Parent)
        {
            string shared = Path.Combine(folder.FullName, "shared");
            root = Directory.Exists(Path.Combine(shared, "models")) ? shared : null;
        }

        return root;
    }
}
