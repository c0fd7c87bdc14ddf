namespace Fuzzer.Corpus;

/// <summary>Small models that people use, where the folder with them is there.</summary>
internal static class RealModels
{
    private static readonly string[] Names = ["mnist_cntk_opset8", "kws_dscnn_fp32", "resnet8_cifar10_fp32", "ad01_autoencoder_fp32"];

    /// <summary>The folder that <c>MLQ_ASSETS</c> names, or <c>shared</c> beside the checkout.</summary>
    public static string? Root { get; } = Find();

    public static IEnumerable<(string Name, byte[] Bytes)> All() => Root is not { } root ? [] : Names
        .Select(name => ($"real/{name}", Path.Combine(root, "models", $"{name}.onnx")))
        .Where(model => File.Exists(model.Item2))
        .Select(model => (model.Item1, File.ReadAllBytes(model.Item2)));

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
                string shared = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
