using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;

/// <summary>What the rules say of every operator that runs in INT8 is what becomes of it in ONNX Runtime.</summary>
[TestClass]
public sealed class CpuOperatorTests
{
    private static IEnumerable<string> Operators => CpuOperators.Rules.All.Where(rule => rule.Role != NodeRole.Float).Select(rule => rule.OperatorType);

    [TestMethod]
    public void EveryOperatorThatRunsInInt8_HasASample() => CollectionAssert.AreEquivalent(Operators.ToArray(), OperatorSamples.Operators.ToArray());

    [TestMethod]
    public void WhatTheStandardSays_AgreesWithTheRoles()
    {
        foreach (var rule in CpuOperators.Rules.All)
        {
            bool weighted = WeightedOperators.All.Any(each => each.OperatorType == rule.OperatorType);
            Assert.IsTrue(weighted || rule.Role is not (NodeRole.Convolution or NodeRole.Linear), $"{rule.OperatorType} has weights that can be INT8, of which a CPU may make nothing");
            Assert.IsTrue(rule.Role != NodeRole.SameScale || (PassedValues.AreMovedBy(rule.OperatorType) && PassedValues.OrderedBy(new NodeProto { OpType = rule.OperatorType, Input = { "x" } }).Any()), $"{rule.OperatorType} moves values");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Operator_IsPlannedAndRunsInInt8(string operatorType)
    {
        using var sample = new OperatorRun(operatorType);
        var rule = CpuOperators.Rules.All.Single(each => each.OperatorType == operatorType);
        Assert.AreEqual(rule.Role, sample.Plan.Role, sample.Plan.Reason);
        string[] kernels = sample.Kernels;
        Assert.IsTrue(rule.Kernels.Count == 0 || (kernels.Length > 0 && kernels.All(rule.Kernels.Contains)), $"{operatorType} runs as {string.Join(", ", kernels)}");
        Assert.IsTrue(FusedNodes.Read(sample.Quantized).Contains(sample.Plan));
    }

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Operator_GivesWhatItIsDefinedToGive(string operatorType)
    {
        using var sample = new OperatorRun(operatorType);
        int[] steps = sample.StepsFromDefinition();
        Assert.IsNotEmpty(steps);

        // A sum on the border between two integers rounds either way; what only moves values has no sums.
        Assert.IsLessThanOrEqualTo(sample.Plan.Role == NodeRole.SameScale ? 0 : 1, steps.Max());
        Assert.IsLessThan(0.01 * steps.Length, steps.Count(step => step != 0));
    }
}
