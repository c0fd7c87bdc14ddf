using Microsoft.ML.Quantization.Tests.Layering;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Layering;

/// <summary>The floor plan of the library for trained models: each folder uses only those below it.</summary>
[TestClass]
public sealed class LayeringTests
{
    private static readonly LibraryAssert Library = new(
        "Microsoft.ML.Quantization.TrainedModels",
        new Layers(
            "Calibrations, Kernels",
            "Trees",
            "Reading, Compact, Compiling",
            "Scoring",
            "Stages"));

    [TestMethod]
    public void EveryName_IsUnderstood() => Library.EveryNameIsUnderstood();

    [TestMethod]
    public void EveryFolder_HasALayer() => Library.EveryFolderHasALayer();

    [TestMethod]
    public void AFolder_UsesOnlyThoseBelowIt() => Library.FoldersUseOnlyThoseBelow();

    [TestMethod]
    public void ATypesNamespace_IsItsFolders() => Library.TypesAreInTheirFoldersNamespace();

    [TestMethod]
    public void AFile_IsShort() => Library.FilesAreShort();
}
