using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Microsoft.ML.Quantization.Tests.Packaging;

[TestClass]
public sealed class PackageReferenceTests
{
    private const string Prefix = "Microsoft.ML.Quantization";

    [TestMethod]
    [DataRow("Microsoft.ML.Quantization", "net8.0")]
    [DataRow("Microsoft.ML.Quantization", "net10.0")]
    [DataRow("Microsoft.ML.Quantization.Training", "net8.0")]
    [DataRow("Microsoft.ML.Quantization.Training", "net10.0")]
    [DataRow("Microsoft.ML.Quantization.TrainedModels", "net8.0")]
    [DataRow("Microsoft.ML.Quantization.TrainedModels", "net10.0")]
    public void CompiledLibrary_UsesOnlyWhatItsProjectNames(string project, string framework)
    {
        string folder = Path.Combine(Repository.Folder, "src", project);
        string library = Path.Combine(folder, "bin", Configuration(), framework, $"{project}.dll");
        if (!File.Exists(library))
        {
            Assert.Inconclusive($"Needs {project} built for {framework}: build the solution.");
        }

        using var references = new DirectReferences(Path.Combine(folder, "obj", "project.assets.json"), framework);
        Dictionary<string, Version?> named = references.Assemblies().ToDictionary(assembly => assembly.Name!, assembly => assembly.Version);
        string[] unnamed = [.. Used(library)
            .Where(used => !used.Name!.StartsWith(Prefix, StringComparison.Ordinal))
            .Where(used => named.TryGetValue(used.Name!, out Version? version) ? version != used.Version : !IsOfFramework(used, framework))
            .Select(used => $"{used.Name} {used.Version}")];

        Assert.AreEqual("", string.Join(", ", unnamed), "neither of the framework nor of a package, in the version that the project names");
        Assert.IsTrue(named.ContainsKey("Microsoft.ML.Data"), "the packages were not read");
    }

    private static List<AssemblyName> Used(string library)
    {
        using var file = new PEReader(File.OpenRead(library));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }

    private static bool IsOfFramework(AssemblyName used, string framework) =>
        framework == $"net{used.Version!.Major}.0"
        && File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{used.Name}.dll"));

    private static string Configuration() => Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
}
