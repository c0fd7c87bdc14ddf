using System.Reflection;
using System.Text.Json;

namespace Microsoft.ML.Quantization.Tests.Packaging;

/// <summary>
/// The assemblies of the packages that a project names itself, in the versions that it names: what an application gets that refers to the
/// project. What the project's own restore adds, such as central pinning, does not reach the application.
/// </summary>
internal sealed class DirectReferences : IDisposable
{
    private readonly JsonDocument _assets;
    private readonly string _framework;

    /// <param name="assetsFile">The <c>project.assets.json</c> that restoring the project wrote.</param>
    /// <param name="framework">One of its targets.</param>
    public DirectReferences(string assetsFile, string framework)
    {
        _assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        _framework = framework;
    }

    public IEnumerable<AssemblyName> Assemblies()
    {
        foreach (JsonProperty library in _assets.RootElement.GetProperty("targets").GetProperty(_framework).EnumerateObject())
        {
            string[] identity = library.Name.Split('/');
            if (IsNamed(identity[0], identity[1]) && library.Value.TryGetProperty("compile", out JsonElement files))
            {
                foreach (JsonProperty file in files.EnumerateObject().Where(file => file.Name.EndsWith(".dll", StringComparison.Ordinal)))
                {
                    yield return AssemblyName.GetAssemblyName(Find(library.Name.ToLowerInvariant(), file.Name));
                }
            }
        }
    }

    public void Dispose() => _assets.Dispose();

    private bool IsNamed(string package, string version) =>
        _assets.RootElement.GetProperty("project").GetProperty("frameworks").GetProperty(_framework).GetProperty("dependencies").TryGetProperty(package, out JsonElement named)
        && !named.TryGetProperty("suppressParent", out _)
        && named.TryGetProperty("version", out JsonElement range)
        && range.GetString() == $"[{version}, )";

    private string Find(string package, string file) => _assets.RootElement.GetProperty("packageFolders").EnumerateObject()
        .Select(folder => Path.Combine(folder.Name, package, file))
        .First(File.Exists);
}
