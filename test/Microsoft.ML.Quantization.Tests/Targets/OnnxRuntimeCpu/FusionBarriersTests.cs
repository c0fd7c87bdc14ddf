using Microsoft.ML.Quantization.Tests.Rewriting;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;

/// <summary>Between INT8 neighbours, ONNX Runtime would quantize what was to stay FP32.</summary>
[TestClass]
public sealed class FusionBarriersTests
{
    private static readonly QuantizationOptions WithoutMiddle = new() { OnlyWhereFaster = false, ExcludedNodes = ["middle"] };

    [TestMethod]
    [DataRow("Conv")]
    [DataRow("ConvTranspose")]
    public void ExcludedConvolution_KeepsItsFloatWeights(string operatorType)
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node(operatorType, "c w2 b", "d", SmallModels.Padded)
            .Node("Relu", "d", "r").Node("Conv", "r w b", "y", SmallModels.Padded).Output("y").Build();
        AssertMiddleReadsFloatWeights(model, SmallModels.Image);
    }

    [TestMethod]
    public void ExcludedGemm_KeepsItsFloatWeights()
    {
        var model = new ModelBuilder(13).Input("x", SmallModels.Vector).Weights("w", QuantizerRun.Uniform(new Random(3), 256), 16, 16)
            .Node("Gemm", "x w", "g").Node("Gemm", "g w", "h").Node("Gemm", "h w", "y").Output("y").Build();
        AssertMiddleReadsFloatWeights(model, SmallModels.Vector);
    }

    [TestMethod]
    public void PoolBehindAnExcludedConvolution_ReadsFloat()
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("MaxPool", "c", "p", ("kernel_shape", new[] { 2, 2 }))
            .Node("Conv", "p w2 b", "y", SmallModels.Padded).Output("y").Build();
        model.Graph.Node[0].Name = "middle";
        model.Graph.Node[1].Name = "pool";
        var graph = OptimizedGraph.Read(QuantizerRun.Quantize(model, QuantizerRun.Rows(4, SmallModels.Image), WithoutMiddle).Model);
        Assert.AreEqual("middle", graph.Producer(graph.Node("pool").Input[0])!.Name);
    }

    [TestMethod]
    public void WhollyQuantizedModel_HasNoBarrier()
    {
        var result = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(4, SmallModels.Image));
        Assert.AreEqual(0, result.Nodes("Max").Length);
    }

    private static void AssertMiddleReadsFloatWeights(ModelProto model, long[] shape)
    {
        model.Graph.Node[1].Name = "middle";
        var result = QuantizerRun.Quantize(model, QuantizerRun.Rows(4, shape), WithoutMiddle);
        Assert.AreEqual(2, result.Report.Value.Nodes.Count(node => node.IsFused && node.OperatorType is "Conv" or "Gemm"));
        var graph = OptimizedGraph.Read(result.Model);
        Assert.AreEqual(TensorProto.Types.DataType.Float, (TensorProto.Types.DataType)graph.Initializer(graph.Node("middle").Input[1])!.DataType);
    }
}
