using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

[TestClass]
public sealed class ExclusionCheckTests
{
    [TestMethod]
    public void ANodeThatIsNotThere_IsRefusedWithTheClosestNames()
    {
        using var file = new ModelFile(Normalized());
        ErrorAssert.Throws<ArgumentException>(() => Run(file, new QuantizationOptions { ExcludedNodes = ["First"] }), "ExcludedNodes", "'First'", file.Path, "'first', 'last'");
    }

    [TestMethod]
    public void AnOperatorThatIsNotThere_IsRefusedWithTheClosestNames()
    {
        using var file = new ModelFile(Normalized());
        ErrorAssert.Throws<ArgumentException>(() => Run(file, new QuantizationOptions { ExcludedOperators = ["conv"] }), "ExcludedOperators", "'conv'", file.Path, "'Conv'");
    }

    [TestMethod]
    public void WhatPreparationFoldsAway_IsWarnedOf()
    {
        using var file = new ModelFile(Normalized());
        var messages = Run(file, new QuantizationOptions { ExcludedNodes = ["normal"], ExcludedOperators = ["BatchNormalization"] });
        Assert.HasCount(2, messages.Warnings.Where(warning => warning.Contains("has no effect", StringComparison.Ordinal)).ToArray());
        ErrorAssert.Names(messages.Warnings[0], "'normal'", "ExcludedNodes", file.Path);
        ErrorAssert.Names(messages.Warnings[1], "'BatchNormalization'", "ExcludedOperators");
    }

    [TestMethod]
    public void WhatIsThere_IsExcludedWithoutAWord()
    {
        using var file = new ModelFile(Normalized());
        var messages = Run(file, new QuantizationOptions { OnlyWhereFaster = false, ExcludedNodes = ["first"], ExcludedOperators = ["Relu"] });
        Assert.IsEmpty(messages.Warnings);
    }

    // BatchNormalization goes into the convolution before it.
    private static ModelProto Normalized()
    {
        var model = SmallModels.Images()
            .Node("Conv", "x w b", "c", SmallModels.Padded)
            .Node("BatchNormalization", "c b b b v", "n")
            .Node("Relu", "n", "r")
            .Node("Conv", "r w2 b", "y", SmallModels.Padded)
            .Weights("v", [.. Enumerable.Repeat(1f, SmallModels.Channels)], SmallModels.Channels)
            .Output("y")
            .Build();
        (model.Graph.Node[0].Name, model.Graph.Node[1].Name, model.Graph.Node[2].Name, model.Graph.Node[3].Name) = ("first", "normal", "between", "last");
        return model;
    }

    private static QuantizerRun.Messages Run(ModelFile file, QuantizationOptions options)
    {
        var messages = new QuantizerRun.Messages();
        PostTrainingQuantizer.Run(file.Path, QuantizerRun.Rows(3, SmallModels.Image), options, messages);
        return messages;
    }
}
