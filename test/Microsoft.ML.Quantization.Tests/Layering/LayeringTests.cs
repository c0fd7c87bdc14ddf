namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>The floor plan of the library: each folder uses only those below it.</summary>
[TestClass]
public sealed class LayeringTests : FloorPlan
{
    private static readonly LibraryAssert Plan = new(
        "Microsoft.ML.Quantization",
        new Layers(
            "Common",
            "Columns, Numerics, Statistics",
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

    private protected override LibraryAssert Library => Plan;

    /// <summary>Options that hold data, which those below Pipeline pass on without a look.</summary>
    private static readonly Dictionary<string, string> DataOptions = new(StringComparer.Ordinal)
    {
        ["Quantizing/TrainedModelOptions.cs"] = "ValidationData: the rows that rounded stages are measured on",
        ["Quantizing/QuantizationBudget.cs"] = "ValidationData: the rows that a budget is checked on",
    };

    [TestMethod]
    public void DataViews_AreKnownInPipelineAndChainsAlone() => Plan.OnlyIn("Pipeline, Chains", nameof(IDataView), DataOptions);
}
