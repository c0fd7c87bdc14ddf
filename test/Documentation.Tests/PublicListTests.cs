using System.Collections;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>Lists go in and out as <see cref="IReadOnlyList{T}"/>: they have an order and a count, and nobody can change them behind one's back.</summary>
[TestClass]
public sealed class PublicListTests
{
    [TestMethod]
    public void EveryPublicList_IsAReadOnlyList()
    {
        string[] others = [.. PublicSurface.Libraries.SelectMany(library => library.GetExportedTypes())
            .SelectMany(PublicSurface.Used)
            .Where(each => IsOtherList(each.Used))
            .Select(each => $"{each.Member}: {each.Used}")];
        Assert.IsEmpty(others, string.Join(Environment.NewLine, others));
    }

    [TestMethod]
    [DataRow(typeof(string[]), true)]
    [DataRow(typeof(IReadOnlyCollection<string>), true)]
    [DataRow(typeof(IReadOnlyList<string[]>), true)]
    [DataRow(typeof(List<string>), true)]
    [DataRow(typeof(IEnumerable<string>), true)]
    [DataRow(typeof(Dictionary<string, int>), true)]
    [DataRow(typeof(IReadOnlyList<string>), false)]
    [DataRow(typeof(IReadOnlyDictionary<string, int>), false)]
    [DataRow(typeof(string), false)]
    public void OtherLists_AreFound(Type type, bool found) => Assert.AreEqual(found, IsOtherList(type));

    private static bool IsOtherList(Type type) =>
        (type.HasElementType && (type.IsArray || IsOtherList(type.GetElementType()!)))
        || type.GenericTypeArguments.Any(IsOtherList)
        || (typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string) && IsOfDotNet(type) && !(type.IsConstructedGenericType && IsReadOnly(type.GetGenericTypeDefinition())));

    private static bool IsReadOnly(Type generic) => generic == typeof(IReadOnlyList<>) || generic == typeof(IReadOnlyDictionary<,>);

    /// <summary>ML.NET's schemas are lists too.</summary>
    private static bool IsOfDotNet(Type type) => type.Namespace!.StartsWith("System", StringComparison.Ordinal);
}
