using Microsoft.ML.Quantization.Tests.Layering;

namespace Microsoft.ML.Quantization.Training.Tests.Layering;

/// <summary>The floor plan of the training library: each folder uses only those below it.</summary>
[TestClass]
public sealed class LayeringTests : FloorPlan
{
    private static readonly LibraryAssert Plan = new(
        "Microsoft.ML.Quantization.Training",
        new Layers(
            "Native, Options",
            "Graph",
            "Handlers, FakeQuantization",
            "Learning",
            "Export",
            "Quantizing",
            "Pipeline"));

    private protected override LibraryAssert Library => Plan;

    /// <summary>Options that hold data, which those below Pipeline pass on without a look.</summary>
    private static readonly Dictionary<string, string> DataOptions = new(StringComparer.Ordinal)
    {
        ["Options/QuantizationAwareTrainingOptions.cs"] = "ValidationData: the rows that epochs are compared on",
    };

    [TestMethod]
    public void DataViews_AreKnownInPipelineAlone() => Plan.OnlyIn("Pipeline", nameof(IDataView), DataOptions);

    /// <summary>Training learns from rows, however they come.</summary>
    [TestMethod]
    public void ThePipelineOfTheMainLibrary_IsKnownInPipelineAlone() => Plan.NamespaceOnlyIn("Pipeline", "Microsoft.ML.Quantization.Pipeline");
}
