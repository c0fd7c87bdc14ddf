using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Each form of layer, quantized, run in ONNX Runtime and compared with FP32 in steps of the output's quantization.</summary>
[TestClass]
public sealed class QuantizedLayersTests
{
    [TestMethod]
    public void Conv_IsAsGoodAsItsSteps() => AssertClose(SmallModels.Conv(), SmallModels.Image, 3);

    [TestMethod]
    public void Relu_IsFoldedIntoTheRangeOfItsProducer()
    {
        var result = AssertClose(SmallModels.ConvRelu(), SmallModels.Image, 3);
        Assert.AreEqual(0, result.Nodes("Relu").Length);
        Assert.IsTrue(result.Calibration.TryGetTensor("y", out var y) && y.Low == 0);
    }

    [TestMethod]
    public void Clip_IsFoldedIntoTheRangeOfItsProducer()
    {
        var result = AssertClose(SmallModels.ConvClip(), SmallModels.Image, 8);
        Assert.AreEqual(0, result.Nodes("Clip").Length);
        Assert.IsTrue(result.Calibration.TryGetTensor("y", out var y) && y.Low == 0 && y.High == 0.5f);
    }

    [TestMethod]
    public void ResidualAdd_RunsInInt8()
    {
        var result = AssertClose(SmallModels.Residual(), SmallModels.Image, 6);
        Assert.AreEqual(0, result.Nodes("Relu").Length);
        AssertFused(result);
    }

    [TestMethod]
    public void Concat_SharesOneScale()
    {
        var result = AssertClose(SmallModels.Concat(), SmallModels.Image, 5);
        var concat = result.Nodes("Concat").Single();
        var scales = concat.Input.Select(input => result.Nodes("DequantizeLinear").Single(node => node.Output[0] == input).Input[1]);
        Assert.AreEqual(1, scales.Append(result.Nodes("QuantizeLinear").Single(node => node.Input[0] == concat.Output[0]).Input[1]).Distinct().Count());
        AssertFused(result);
    }

    [TestMethod]
    public void ConvOutput_ThatIsAnOutputOfTheModel() => AssertFused(AssertClose(SmallModels.TwoOutputs(), SmallModels.Image, 5));

    [TestMethod]
    [DataRow(1f, 1f, false)]
    [DataRow(0.5f, 2f, false)]
    [DataRow(2f, -0.5f, true)]
    public void Gemm_TakesItsFactorsIntoTheWeights(float alpha, float beta, bool transposed)
    {
        var result = AssertClose(SmallModels.Gemm(alpha, beta, transposed), SmallModels.Vector, 3);
        Assert.IsFalse(result.Nodes("Gemm").Single().Attribute.Any(attribute => attribute.Name is "alpha" or "beta"));
        AssertFused(result);
    }

    [TestMethod]
    public void Gemm_ReadsARowAsBias() => AssertFused(AssertClose(SmallModels.Gemm(bias: [1, 6]), SmallModels.Vector, 3));

    [TestMethod]
    public void Gemm_WithAScalarBiasIsRightWhereverItRuns() => AssertClose(SmallModels.Gemm(bias: [1]), SmallModels.Vector, 3);

    [TestMethod]
    public void MatMul_RunsInInt8() => AssertFused(AssertClose(SmallModels.MatMul(), [1, 3, 16], 3));

    [TestMethod]
    public void ChannelOfZeros_KeepsItsBias()
    {
        var model = SmallModels.Conv();
        var weights = model.Graph.Initializer.Single(tensor => tensor.Name == "w");
        float[] values = TensorData.Floats(weights);
        values.AsSpan(0, SmallModels.Channels * 9).Clear();
        weights.RawData = TensorData.Create<float>("w", values, [.. weights.Dims]).RawData;
        AssertClose(model, SmallModels.Image, 3);
    }

    [TestMethod]
    public void PerTensorWeightsAndReducedRange_AreALittleLessExact()
    {
        var options = new QuantizationOptions { OnlyWhereFaster = false, PerChannel = false, ReduceRange = true };
        AssertClose(SmallModels.Residual(), SmallModels.Image, 12, options);
    }

    [TestMethod]
    public void Subgraphs_PassThroughAndTheMainGraphIsQuantized()
    {
        GraphProto Branch(string operatorType, string name)
        {
            var graph = new GraphProto { Name = name };
            graph.Node.Add(ModelBuilder.MakeNode(operatorType, "c", name));
            graph.Output.Add(ModelBuilder.Value(name, DataType.Float, null));
            return graph;
        }

        var model = SmallModels.Images()
            .Weights("zero", [0f])
            .Node("Conv", "x w b", "c", SmallModels.Padded)
            .Node("ReduceSum", "x", "sum", ("keepdims", 0))
            .Node("Greater", "sum zero", "positives").Node("Squeeze", "positives", "positive")
            .Node("If", "positive", "y", ("then_branch", Branch("Sigmoid", "t")), ("else_branch", Branch("Neg", "e"))).Output("y").Build();
        var result = AssertClose(model, SmallModels.Image, 4);
        Assert.AreEqual(1, result.Nodes("If").Length);
        AssertFused(result);
    }

    private static QuantizationResult AssertClose(ModelProto model, long[] shape, double steps, QuantizationOptions? options = null)
    {
        var rows = QuantizerRun.Rows(16, shape);
        var result = QuantizerRun.Quantize(model, rows, options ?? QuantizerRun.MinMax);
        double error = QuantizerRun.ErrorInSteps(model, result, rows);
        Assert.IsTrue(error <= steps, $"{error} steps");
        return result;
    }

    private static void AssertFused(QuantizationResult result)
    {
        var quantized = result.Report.Value.Nodes.Where(node => node.IsQuantized).ToArray();
        Assert.AreNotEqual(0, quantized.Length);
        Assert.AreEqual("", string.Join(", ", quantized.Where(node => !node.IsFused).Select(node => node.Name)));
    }
}
