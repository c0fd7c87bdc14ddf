using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.RandomGraphs;
using Microsoft.ML.Quantization.Tests.Targets.Emulation;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeArm64;

/// <summary>The file for ARM64 against the unsigned file of the same integers and placement, which is that for x86 with VNNI.</summary>
[TestClass]
public sealed class Arm64TargetTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(8, SmallModels.Image);

    [TestMethod]
    public void Plan_IsThatOfX86()
    {
        var (unsigned, signed) = Pair(SmallModels.Residual(), Rows);
        Assert.AreEqual(unsigned.Plan.ToString(), signed.Plan.ToString());
        Assert.IsTrue(signed.Report.Value.Nodes.All(node => node.IsFused));
    }

    [TestMethod]
    public void File_DiffersInZeroPointsAlone()
    {
        var (unsigned, signed) = Pair(SmallModels.Concat(), Rows);
        CollectionAssert.AreEqual(unsigned.Model.Graph.Node.ToArray(), signed.Model.Graph.Node.ToArray());
        var moved = unsigned.Model.Graph.Initializer.Zip(signed.Model.Graph.Initializer).Where(pair => !pair.First.Equals(pair.Second)).ToArray();
        Assert.HasCount(signed.Plan.ObservedTensors.Count(), moved);
        foreach (var (before, after) in moved)
        {
            Assert.AreEqual((before.Name, DataType.Uint8, DataType.Int8), (after.Name, (DataType)before.DataType, (DataType)after.DataType));
            Assert.AreEqual(before.RawData[0] - 128, TensorData.SignedBytes(after)[0]);
        }
    }

    [TestMethod]
    public void Integers_AreThoseOfX86Minus128AndMeanTheSame()
    {
        var (unsigned, signed) = Pair(SmallModels.Residual(), Rows);
        foreach (var row in Rows)
        {
            var (expected, scores) = Exact(unsigned.Model, row);
            var (actual, same) = Exact(signed.Model, row);
            CollectionAssert.AreEqual(expected.Select(integer => integer - 128).ToArray(), actual);
            CollectionAssert.AreEqual(scores, same);
        }
    }

    [TestMethod]
    [DataRow(-1.5f, 3.25f)]
    [DataRow(0f, 6f)]
    [DataRow(-0.5f, 127f)]
    [DataRow(-1f, 0f)]
    [DataRow(0f, 0f)]
    public void Activation_IsTheUnsignedOneMoved(float low, float high)
    {
        var unsigned = QuantizationTarget.OnnxRuntimeX86.Definition.Numbers.Activation(low, high);
        var signed = QuantizationTarget.OnnxRuntimeArm64.Definition.Numbers.Activation(low, high);
        Assert.AreEqual(new QuantizationParameters(unsigned.Scale, unsigned.ZeroPoint - 128, QuantizedType.Int8), signed);
        Assert.AreEqual((unsigned.Minimum, unsigned.Maximum), (signed.Minimum, signed.Maximum));
    }

    [TestMethod]
    public void Report_SaysThatTheFileIsSlowElsewhere()
    {
        var warnings = Pair(SmallModels.Conv(), Rows).Signed.Report.Value.Warnings;
        bool here = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;
        Assert.AreEqual(!here, warnings.Any(warning => warning.Contains("for ARM64 CPUs", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("cortex-a53")]
    [DataRow("neoverse-n1")]
    public void Scores_AreThoseOfTheUnsignedFileOnArm64(string processor)
    {
        using var emulated = Emulated.Arm64(processor);
        foreach (var model in new[] { SmallModels.Residual(), SmallModels.Concat(), SmallModels.ConvClip(), SmallModels.TwoOutputs(), Leaky(), Pooled() })
        {
            AssertSame(Pair(model, Rows), Rows, emulated);
        }

        var vectors = QuantizerRun.Rows(8, SmallModels.Vector);
        AssertSame(Pair(SmallModels.Gemm(), vectors), vectors, emulated);
        var sequences = QuantizerRun.Rows(8, 1, 3, 16);
        AssertSame(Pair(SmallModels.MatMul(), sequences), sequences, emulated);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(50)]
    public void Scores_OfRandomGraphs_AreThoseOfTheUnsignedFileOnArm64(int first)
    {
        using var emulated = Emulated.Arm64("cortex-a53");
        for (int seed = first; seed < first + 6; seed++)
        {
            var graph = new RandomImageGraph(seed);
            var model = graph.Build(12);
            var rows = QuantizerRun.Rows(3, graph.Input);
            AssertSame(Pair(model, rows), rows, emulated, $"seed {seed}");
        }
    }

    /// <summary>Without instructions for INT8 sums, and with them.</summary>
    [TestMethod]
    [DataRow("cortex-a53")]
    [DataRow("neoverse-n1")]
    public void Scores_OfRealModels_AreThoseOfTheUnsignedFileOnArm64(string processor)
    {
        using var emulated = Emulated.Arm64(processor);
        var images = RealData.Cifar("cifar10_test_batch.bin.gz", 40, normalized: false);
        AssertSame(Pair("resnet8_cifar10_fp32.onnx", images), images[..20], emulated);
        var clips = RealData.Keywords(0, 40);
        AssertSame(Pair("kws_dscnn_fp32.onnx", clips), clips, emulated);
    }

    private static ModelProto Leaky() => SmallModels.Images()
        .Node("Conv", "x w b", "c", SmallModels.Padded).Node("LeakyRelu", "c", "l", ("alpha", 0.1f)).Node("Conv", "l w2 b", "y", SmallModels.Padded).Output("y").Build();

    /// <summary>A sum, a largest value, a mean and a dense layer.</summary>
    private static ModelProto Pooled() => SmallModels.Images().Weights("v", QuantizerRun.Uniform(new Random(6), 4 * SmallModels.Channels), SmallModels.Channels, 4)
        .Node("Conv", "x w b", "c", SmallModels.Padded).Node("Conv", "c w2 b", "d", SmallModels.Padded).Node("Add", "c d", "s")
        .Node("MaxPool", "s", "m", ("kernel_shape", new[] { 2, 2 })).Node("GlobalAveragePool", "m", "g").Node("Flatten", "g", "f").Node("Gemm", "f v", "y").Output("y").Build();

    /// <summary>The same graph and the same bits, and every node in INT8 that was planned so.</summary>
    private static void AssertSame((QuantizationResult Unsigned, QuantizationResult Signed) pair, TensorValue[][] rows, EmulatedProcessor emulated, string name = "")
    {
        var (expected, unsigned) = emulated.Score(pair.Unsigned.Model, rows);
        var (actual, signed) = emulated.Score(pair.Signed.Model, rows);
        CollectionAssert.AreEqual(unsigned.Node.Select(node => node.OpType).ToArray(), signed.Node.Select(node => node.OpType).ToArray(), name);
        var fused = FusedNodes.In(signed);
        Assert.AreEqual("", string.Join(", ", pair.Signed.Plan.Nodes.Where(node => node.IsQuantized && !fused.Contains(node)).Select(node => node.Name)), name);
        CollectionAssert.AreEqual(expected.Select(BitConverter.SingleToInt32Bits).ToArray(), actual.Select(BitConverter.SingleToInt32Bits).ToArray(), name);
        Assert.IsGreaterThan(rows.Length, expected.Distinct().Count(), name);
    }

    private static (QuantizationResult Unsigned, QuantizationResult Signed) Pair(ModelProto model, TensorValue[][] rows)
    {
        using var file = new Pipeline.ModelFile(model);
        return PairOf(file.Path, rows);
    }

    private static (QuantizationResult Unsigned, QuantizationResult Signed) Pair(string model, TensorValue[][] rows) => PairOf(SharedAssets.Model(model), rows);

    private static (QuantizationResult Unsigned, QuantizationResult Signed) PairOf(string file, TensorValue[][] rows)
    {
        QuantizationResult Quantize(QuantizationTarget target) =>
            PostTrainingQuantizer.Run(file, rows, QuantizerRun.Everything with { Target = target }, new QuantizerRun.Messages());
        return (Quantize(QuantizationTarget.OnnxRuntimeX86Vnni), Quantize(QuantizationTarget.OnnxRuntimeArm64));
    }

    /// <summary>What QuantizeLinear gives and the model, computed as ONNX defines it: ONNX Runtime's INT8 kernels on x86 are others for signed activations.</summary>
    private static (int[] Integers, float[] Scores) Exact(OnnxModel model, TensorValue[] row)
    {
        var observed = model.View(model.Proto.Clone());
        var index = new GraphIndex(observed.Graph);
        string[] scores = [.. observed.Graph.Output.Select(output => output.Name)];
        string[] integers = [.. observed.Graph.Node.Where(node => node.OpType == "QuantizeLinear").Select(node => node.Output[0])];
        foreach (string tensor in integers)
        {
            int type = index.Initializer(index.Producer(tensor)!.Input[2])!.DataType;
            observed.Graph.Output.Add(new ValueInfoProto { Name = tensor, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type } } });
        }

        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL };
        using var session = observed.OpenSession(options);
        using var input = OrtValues.Of(row[0]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, [row[0].Name], [input], [.. scores, .. integers]);
        return (
            [.. outputs.Skip(scores.Length).SelectMany(value => value.GetTensorTypeAndShape().ElementDataType == TensorElementType.UInt8
                ? Array.ConvertAll(value.GetTensorDataAsSpan<byte>().ToArray(), integer => (int)integer)
                : Array.ConvertAll(value.GetTensorDataAsSpan<sbyte>().ToArray(), integer => (int)integer))],
            [.. outputs.Take(scores.Length).SelectMany(value => value.GetTensorDataAsSpan<float>().ToArray())]);
    }
}
