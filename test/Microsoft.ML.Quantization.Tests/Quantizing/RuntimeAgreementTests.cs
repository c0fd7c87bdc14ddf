using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>What ONNX Runtime does not run in INT8 is planned anew. Plans that are wrong by intent stand here for what no rule foresees.</summary>
[TestClass]
public sealed class RuntimeAgreementTests
{
    [TestMethod]
    public void AnOperatorWithoutAnInt8Kernel_GoesBackToFloat()
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("Softplus", "c", "s").Node("Conv", "s w2 b", "y", SmallModels.Padded).Output("y").Build();
        AssertRepaired(model, "Softplus", plan => plan with { Nodes = [.. plan.Nodes.Select(node => node.OperatorType == "Softplus" ? node with { Role = NodeRole.Requantizing } : node)] });
    }

    [TestMethod]
    public void APoolThatChangesTheScale_GoesBackToFloatThoughItsOutputWasNotObserved()
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("MaxPool", "c", "p", ("kernel_shape", new[] { 2, 2 }))
            .Node("Conv", "p w2 b", "y", SmallModels.Padded).Output("y").Build();
        AssertRepaired(model, "MaxPool", plan => plan with { Tensors = [.. plan.Tensors.Select(tensor => tensor.Name == "p" ? tensor with { RangeOf = "x" } : tensor)] });
    }

    [TestMethod]
    public void APlanThatIsRight_StaysAsItIs()
    {
        using var file = new ModelFile(SmallModels.Residual());
        using var observed = ObservedModel.Create(file.Path, QuantizerRun.Rows(8, SmallModels.Image), [QuantizerRun.Everything], new QuantizerRun.Messages());
        var plan = observed.Plan(QuantizerRun.Everything);
        Assert.AreSame(plan, RuntimeAgreement.Reach(observed, plan, QuantizerRun.Everything, new QuantizerRun.Messages()).Plan);
    }

    [TestMethod]
    public void Repairs_AreABarrierFirstAndThenFloat()
    {
        var linear = new NodePlan("g", "Gemm", NodeRole.Linear, "");
        var once = PlanRepairs.None.With([linear, new NodePlan("c", "Conv", NodeRole.Convolution, "")]);
        Assert.AreEqual("g | c", $"{string.Join(",", once.Barriers)} | {string.Join(",", once.Float)}");
        var twice = once.With([linear]);
        Assert.AreEqual("g | c,g", $"{string.Join(",", twice.Barriers)} | {string.Join(",", twice.Float)}");
    }

    [TestMethod]
    public void ABarrier_IsWrittenAndTold()
    {
        using var file = new ModelFile(SmallModels.Gemm());
        using var observed = ObservedModel.Create(file.Path, QuantizerRun.Rows(8, SmallModels.Vector), [QuantizerRun.Everything], new QuantizerRun.Messages());
        var plan = observed.Plan(QuantizerRun.Everything, PlanRepairs.None.With([new NodePlan("Gemm_y", "Gemm", NodeRole.Linear, "")]));
        var calibrated = RuntimeAgreement.Reach(observed, plan, QuantizerRun.Everything, new QuantizerRun.Messages());
        using var written = calibrated.Write().Model;
        Assert.AreEqual("y", written.Graph.Node.Single(node => node.OpType == "Max").Output[0]);
        StringAssert.Contains(calibrated.Plan.Nodes.Single().Reason, "a copy of its output");
    }

    private static void AssertRepaired(ModelProto model, string operatorType, Func<QuantizationPlan, QuantizationPlan> spoil)
    {
        using var file = new ModelFile(model);
        using var observed = ObservedModel.Create(file.Path, QuantizerRun.Rows(8, SmallModels.Image), [QuantizerRun.Everything], new QuantizerRun.Messages());
        var result = RuntimeAgreement.Reach(observed, spoil(observed.Plan(QuantizerRun.Everything)), QuantizerRun.Everything, new QuantizerRun.Messages());
        var node = result.Plan.Nodes.Single(node => node.OperatorType == operatorType);
        Assert.AreEqual((NodeRole.Float, "the target ran it in FP32 when it was planned in INT8"), (node.Role, node.Reason));
        Assert.IsTrue(observed.Plan(QuantizerRun.Everything).ObservedTensors.All(tensor => result.Table.TryGetTensor(tensor, out _)), "A saved table must lead the same way.");
        using var written = result.Write().Model;
        var fused = FusedNodes.Read(written);
        Assert.AreEqual(2, result.Plan.Nodes.Count(planned => planned.IsQuantized && fused.Contains(planned)));
    }
}
