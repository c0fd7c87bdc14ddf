using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// The environment behind <c>mlContext.Transforms</c>, which ML.NET keeps to itself. The only private member this library
/// reaches for; a test guards that it is still there.
/// </summary>
internal static class CatalogEnvironment
{
    public static IHostEnvironment Of(TransformsCatalog catalog) => Field(catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref IHostEnvironment Field(TransformsCatalog catalog);
}
