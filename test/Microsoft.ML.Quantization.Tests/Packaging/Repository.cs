namespace Microsoft.ML.Quantization.Tests.Packaging;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Folder
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder != null && !File.Exists(Path.Combine(folder.FullName, "Microsoft.ML.Quantization.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new AssertInconclusiveException("Needs the checkout that it was built in.");
        }
    }
}
