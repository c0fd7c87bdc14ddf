using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Rewriting;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>
/// Why mixed precision mixes INT8 with FP32 alone: what is in 16 bits, ONNX Runtime computes in FP32 on x86, with conversions around it. Should a
/// version of it come to compute in 16 bits, these tests fail, and there is more to choose from.
/// </summary>
[TestClass]
public sealed class SixteenBitTests
{
    [TestMethod]
    [DataRow((int)DataType.Uint8, 1, 0)]
    [DataRow((int)DataType.Uint16, 0, 1)]
    [DataRow((int)DataType.Int16, 0, 1)]
    public void Convolution_RunsInIntegersOfEightBitsOnly(int type, int inIntegers, int inFloat)
    {
        var graph = OptimizedGraph.Read(Images(21)
            .Weights("s", [0.001f]).Weights(Zero("zero", (DataType)type)).Weights("sw", [0.002f]).Weights(TensorData.Create<sbyte>("q", new sbyte[576], 8, 8, 3, 3))
            .Node("QuantizeLinear", "x s zero", "a").Node("DequantizeLinear", "a s zero", "c").Node("DequantizeLinear", "q sw", "v")
            .Node("Conv", "c v", "d", SmallModels.Padded).Node("QuantizeLinear", "d s zero", "e").Node("DequantizeLinear", "e s zero", "y").Output("y").Model());
        Assert.AreEqual(inIntegers, graph.Graph.Node.Count(node => node.OpType == "QLinearConv"));
        Assert.AreEqual(inFloat, graph.Graph.Node.Count(node => node.OpType is "Conv" or "FusedConv"));
    }

    [TestMethod]
    public void ConvolutionOfHalves_RunsInFloat()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Inconclusive("ARM processors have kernels for FP16.");
        }

        var graph = OptimizedGraph.Read(Images(17)
            .Weights(TensorData.Create<Half>("h", Array.ConvertAll(QuantizerRun.Uniform(new Random(1), 576), value => (Half)value), 8, 8, 3, 3))
            .Node("Cast", "x", "a", ("to", (int)DataType.Float16)).Node("Conv", "a h", "c", SmallModels.Padded).Node("Cast", "c", "y", ("to", (int)DataType.Float)).Output("y").Model());
        var convolution = graph.Graph.Node.Single(node => node.OpType is "Conv" or "FusedConv");
        Assert.AreEqual(DataType.Float, TypeOf(convolution.Input[1], graph));
    }

    private static ModelBuilder Images(long opset) => new ModelBuilder(opset, irVersion: 10).Input("x", SmallModels.Image);

    private static TensorProto Zero(string name, DataType type) => new() { Name = name, DataType = (int)type, RawData = Google.Protobuf.ByteString.CopyFrom(new byte[type == DataType.Uint8 ? 1 : 2]) };

    private static DataType TypeOf(string tensor, GraphIndex graph) => graph.Initializer(tensor) is { } weights
        ? (DataType)weights.DataType
        : (DataType)graph.Producer(tensor)!.Integer("to", 0);
}
