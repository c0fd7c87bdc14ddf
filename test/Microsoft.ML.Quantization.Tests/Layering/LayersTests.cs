namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>What the layering tests find, on a library of a few lines.</summary>
[TestClass]
public sealed class LayersTests
{
    private const string Base = "namespace Sample.High; internal class Base { public const int Number = 1; public int Length => 1; }";
    private const string Mark = "namespace Sample.High; internal sealed class Mark : Attribute { }";

    private static readonly Layers Order = new("Low", "Middle, Beside", "High");

    [TestMethod]
    [DataRow("internal sealed class User : High.Base { }", "(3): Base of High/Base.cs is above Low", DisplayName = "a base type")]
    [DataRow("[High.Mark] internal sealed class User { }", "(3): Mark of High/Mark.cs is above Low", DisplayName = "an attribute")]
    [DataRow("internal sealed class User { public High.Base? Field; }", "(3): Base of High/Base.cs is above Low", DisplayName = "a signature")]
    [DataRow("internal sealed class User { public int Number() { return High.Base.Number; } }", "(3): Base.Number of High/Base.cs is above Low", DisplayName = "a constant in a body")]
    [DataRow("internal sealed class User { public int Number() { return Values.Make().Length; } }", "(3): Base.Length of High/Base.cs is above Low", DisplayName = "a member of what another returns")]
    public void AReferenceUpward_IsFound(string text, string expected)
    {
        var library = Library(("Low/User.cs", $"namespace Sample.Low;\n\n{text}"), ("Low/Values.cs", "namespace Sample.Low; internal static class Values { public static High.Base Make() { return new(); } }"));
        CollectionAssert.Contains(Order.Breaches(SourceReference.Find(library)).ToArray(), $"Low/User.cs{expected}");
    }

    [TestMethod]
    public void AReferenceSideways_IsFound()
    {
        var library = Library(("Beside/User.cs", "namespace Sample.Beside; internal sealed class User : Middle.Part { }"), ("Middle/Part.cs", "namespace Sample.Middle; internal class Part { }"));
        Assert.AreEqual("Beside/User.cs(1): Part of Middle/Part.cs is beside Beside", Order.Breaches(SourceReference.Find(library)).Single());
    }

    [TestMethod]
    public void AReferenceDownward_AndAComment_AreNot()
    {
        var library = Library(
            ("High/User.cs", "namespace Sample.High; internal sealed class User { public int Number => Low.Part.Number; }"),
            ("Low/Part.cs", "namespace Sample.Low; /// <summary>See <see cref=\"High.Base\"/>.</summary>\ninternal static class Part { public static int Number => 1; }"));
        Assert.AreEqual("", string.Join(", ", Order.Breaches(SourceReference.Find(library))));
    }

    [TestMethod]
    public void AFolderOutsideTheOrder_IsFound()
    {
        var library = Library(("Other/User.cs", "namespace Sample.Other; internal sealed class User : High.Base { }"));
        Assert.AreEqual("Other/User.cs(1): Base of High/Base.cs is in no layer", Order.Breaches(SourceReference.Find(library)).Single());
    }

    [TestMethod]
    public void ACycle_IsFound_ButNotWithinAFolder()
    {
        var library = Library(
            ("Low/A/One.cs", "namespace Sample.Low.A; internal class One { public B.Two? Other; }"),
            ("Low/B/Two.cs", "namespace Sample.Low.B; internal class Two { public Three? Other; }"),
            ("Low/Three.cs", "namespace Sample.Low; internal class Three { public B.Two? Other; }"));
        Assert.IsEmpty(FolderCycles.Find(SourceReference.Find(library)));

        library = Library(
            ("Low/A/One.cs", "namespace Sample.Low.A; internal class One { public B.Two? Other; }"),
            ("Low/B/Two.cs", "namespace Sample.Low.B; internal class Two { public A.One? Other; }"));
        CollectionAssert.AreEqual(
            (string[])["Low/A -> Low/B: Low/A/One.cs(1): Two of Low/B/Two.cs", "Low/B -> Low/A: Low/B/Two.cs(1): One of Low/A/One.cs"], FolderCycles.Find(SourceReference.Find(library)).ToArray());
    }

    [TestMethod]
    public void AMisplacedType_IsFound()
    {
        var library = Library(("Low/User.cs", "namespace Sample.Middle; internal sealed class User { }"), ("Low/Shown.cs", "namespace Sample.Low; public sealed class Shown { }"));
        CollectionAssert.IsSubsetOf(
            (string[])["Low/User.cs: User is in Sample.Middle, not in Sample.Low", "Low/Shown.cs: Shown is in Sample.Low, not in Microsoft.ML.Quantization"], LibraryRules.MisplacedTypes(library).ToArray());
    }

    [TestMethod]
    public void ALongFile_IsFound_ByItsCode()
    {
        var library = Library(("Low/Long.cs", "namespace Sample.Low;\n\n/// <summary>Long.</summary>\ninternal static class Long\n{\n}"));
        Assert.AreEqual("Low/Long.cs: 4 lines", LibraryRules.LongFiles(library, 3).Single());
        Assert.IsEmpty(LibraryRules.LongFiles(library, 4));
    }

    private static SourceLibrary Library(params (string File, string Text)[] files)
    {
        var library = SourceLibrary.Parse("Sample", [.. files, ("High/Base.cs", Base), ("High/Mark.cs", Mark)]);
        Assert.IsEmpty(library.Errors());
        return library;
    }
}
