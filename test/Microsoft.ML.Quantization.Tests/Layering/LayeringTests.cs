namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>The floor plan of the library: each folder uses only those below it.</summary>
[TestClass]
public sealed class LayeringTests
{
    private static readonly LibraryAssert Library = new(
        "Microsoft.ML.Quantization",
        new Layers(
            "Common",
            "Numerics, Statistics",
            "Onnx",
            "Calibration",
            "Placement, Reporting, Timing",
            "Targets",
            "Rewriting",
            "Evaluation",
            "Quantizing",
            "MixedPrecision",
            "Budget, Comparison",
            "Chains",
            "Pipeline"));

    /// <summary>Options that hold data, which those below Pipeline pass on without a look.</summary>
    private static readonly Dictionary<string, string> DataOptions = new(StringComparer.Ordinal)
    {
        ["Quantizing/QuantizationBudget.cs"] = "ValidationData: the rows that a budget is checked on",
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
    public void DataViews_AreKnownInPipelineAndChainsAlone() => Library.OnlyIn("Pipeline, Chains", nameof(IDataView), DataOptions);

    [TestMethod]
    public void AFile_IsShort() => Library.FilesAreShort();
}
