using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Microsoft.ML.Quantization.Training.Tests.Layering;

/// <summary>The internal types of one assembly that another uses, as its compiled form names them.</summary>
internal static class InternalContracts
{
    public static IEnumerable<string> Used(Assembly user, Assembly used)
    {
        using var file = new PEReader(File.OpenRead(user.Location));
        var metadata = file.GetMetadataReader();
        string[] names = [.. metadata.TypeReferences.Select(metadata.GetTypeReference).Where(type => IsOf(metadata, type, used)).Select(type => FullName(metadata, type))];
        return [.. names.Where(name => used.GetType(name, throwOnError: true)!.IsNotPublic).Order(StringComparer.Ordinal)];
    }

    // Nested types come with the type that they are in.
    private static bool IsOf(MetadataReader metadata, TypeReference type, Assembly assembly) => type.ResolutionScope.Kind == HandleKind.AssemblyReference
        && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == assembly.GetName().Name;

    private static string FullName(MetadataReader metadata, TypeReference type) => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
