using Microsoft.ML.Quantization.Tests.Layering;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Layering;

/// <summary>The floor plan of the library for trained models: each folder uses only those below it.</summary>
[TestClass]
public sealed class LayeringTests : FloorPlan
{
    private static readonly LibraryAssert Plan = new(
        "Microsoft.ML.Quantization.TrainedModels",
        new Layers(
            "Calibrations, Kernels, Saved",
            "Outputs",
            "Trees, Linear",
            "Reading, Compact, Compiling",
            "Scoring, Writing",
            "Stages"));

    private protected override LibraryAssert Library => Plan;
}
