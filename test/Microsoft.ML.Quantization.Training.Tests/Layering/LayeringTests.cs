using Microsoft.ML.Quantization.Tests.Layering;

namespace Microsoft.ML.Quantization.Training.Tests.Layering;

/// <summary>The floor plan of the training library: each folder uses only those below it.</summary>
[TestClass]
public sealed class LayeringTests
{
    private static readonly LibraryAssert Library = new(
        "Microsoft.ML.Quantization.Training",
        new Layers(
            "Native, Options",
            "Graph",
            "Handlers, FakeQuantization",
            "Learning",
            "Export",
            "Quantizing",
            "Pipeline"));

    /// <summary>Options that hold data, which those below Pipeline pass on without a look.</summary>
    private static readonly Dictionary<string, string> DataOptions = new(StringComparer.Ordinal)
    {
        ["Options/QuantizationAwareTrainingOptions.cs"] = "ValidationData: the rows that epochs are compared on",
    };

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
    public void DataViews_AreKnownInPipelineAlone() => Library.OnlyIn("Pipeline", nameof(IDataView), DataOptions);

    /// <summary>Training learns from rows, however they come.</summary>
    [TestMethod]
    public void ThePipelineOfTheMainLibrary_IsKnownInPipelineAlone() => Library.NamespaceOnlyIn("Pipeline", "Microsoft.ML.Quantization.Pipeline");

    [TestMethod]
    public void AFile_IsShort() => Library.FilesAreShort();
}
