using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// The environment behind <c>mlContext.Transforms</c>, which ML.NET keeps to itself. What this library reaches for beyond what is public is here,
/// and tests guard that it is still there.
/// </summary>
internal static class CatalogEnvironment
{
    // An environment keeps a note of every host that is registered with it for as long as it lives.
    private static readonly ConditionalWeakTable<IHostEnvironment, IHost> Hosts = [];

    public static IHostEnvironment Read(TransformsCatalog catalog) => Field(catalog);

    /// <summary>The host that this library speaks through: the same one each time.</summary>
    public static IHost HostOf(TransformsCatalog catalog)
    {
        var environment = Read(catalog);
        return Hosts.GetValue(environment, static each => each.Register("Quantization"));
    }

    /// <summary>
    /// The folder that <c>MLContext.TempFilePath</c> names. The environment has it in a property that only its own interfaces tell of;
    /// <see langword="null"/> if there is none any more.
    /// </summary>
    public static string? TemporaryPlaceOf(TransformsCatalog catalog)
    {
        IHostEnvironment environment = Read(catalog);
        return environment.GetType().GetProperty(nameof(MLContext.TempFilePath))?.GetValue(environment) as string;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref IHostEnvironment Field(TransformsCatalog catalog);
}
