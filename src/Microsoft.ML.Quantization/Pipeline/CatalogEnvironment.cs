using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// The environment behind <c>mlContext.Transforms</c>, which ML.NET keeps to itself. The only private member this library
/// reaches for; a test guards that it is still there.
/// </summary>
internal static class CatalogEnvironment
{
    // An environment keeps a note of every host that is registered with it for as long as it lives.
    private static readonly ConditionalWeakTable<IHostEnvironment, IHost> Hosts = [];

    public static IHostEnvironment Of(TransformsCatalog catalog) => Field(catalog);

    /// <summary>The host that this library speaks through: the same one each time.</summary>
    public static IHost HostOf(TransformsCatalog catalog)
    {
        var environment = Of(catalog);
        return Hosts.GetValue(environment, static each => each.Register("Quantization"));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref IHostEnvironment Field(TransformsCatalog catalog);
}
