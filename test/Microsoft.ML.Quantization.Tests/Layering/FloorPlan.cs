namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>What holds in every library; each has a class of its own that says how its folders are ordered.</summary>
[TestClass]
public abstract class FloorPlan
{
    private protected abstract LibraryAssert Library { get; }

    [TestMethod]
    public void EveryName_IsUnderstood() => Library.EveryNameIsUnderstood();

    [TestMethod]
    public void EveryFolder_HasALayer() => Library.EveryFolderHasALayer();

    [TestMethod]
    public void AFolder_UsesOnlyThoseBelowIt() => Library.FoldersUseOnlyThoseBelow();

    [TestMethod]
    public void NoFolder_IsInACycle() => Library.NoFolderIsInACycle();

    [TestMethod]
    public void ATypesNamespace_IsItsFolders() => Library.TypesAreInTheirFoldersNamespace();

    [TestMethod]
    public void AFile_IsShort() => Library.FilesAreShort();
}
