using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>What reads the value behind a linear layer's Relu or Clip in FP32 gets that value, also where INT8 layers read it too, and the layer stays in INT8.</summary>
[TestClass]
public sealed class FloatReadersTests
{
    private static readonly long[] Shape = [2, 16];

    [TestMethod]
    public void EveryReaderInFloat_GetsTheClippedValue()
    {
        foreach (string product in new[] { "Gemm", "MatMul" })
        {
            foreach (string activation in new[] { "Relu", "Clip", "Wide", "-" })
            {
                foreach (string reader in new[] { "-", "Output", "Mul", "LayerNormalization", "Add", "Sqrt", "If" })
                {
                    Check(product, activation, reader, andInt8: true);
                    Check(product, activation, reader, andInt8: false);
                }
            }
        }
    }

    [TestMethod]
    public void AnActivationThatAllReadInInt8_IsFolded()
    {
        var result = QuantizerRun.Quantize(Model("Gemm", "Relu", "-", andInt8: true), QuantizerRun.Rows(16, Shape));
        Assert.HasCount(0, result.Nodes("Relu"));
        Assert.HasCount(0, result.Nodes("Max"));
    }

    [TestMethod]
    [DataRow("01_linear_relu_float_reader_output")]
    [DataRow("02_gemm_relu_then_float")]
    public void ACaseThatFailed(string name)
    {
        var model = OnnxModelReader.Load(Path.Combine(SharedAssets.Case(name), "model.onnx"));
        string last = model.Graph.Node.Last(node => node.OpType is "Gemm" or "MatMul").Name;
        foreach (string[] excluded in new string[][] { [], [last] })
        {
            CheckResult(name, model.Proto, new QuantizationOptions { OnlyWhereFaster = false, ExcludedNodes = excluded }, QuantizerRun.Rows(32, 1, 32));
        }
    }

    private static void Check(string product, string activation, string reader, bool andInt8)
    {
        if (reader != "-" || andInt8)
        {
            // ONNX Runtime makes one Gemm of a MatMul and an Add, whose bias is not constant then.
            bool stays = !(product == "MatMul" && activation == "-" && reader == "Add" && !andInt8);
            CheckResult($"{product} {activation} {reader} {andInt8}", Model(product, activation, reader, andInt8), QuantizerRun.Everything, QuantizerRun.Rows(24, Shape), stays);
        }
    }

    private static void CheckResult(string what, ModelProto model, QuantizationOptions options, TensorValue[][] rows, bool inInt8 = true)
    {
        var result = QuantizerRun.Quantize(model, rows, options);
        var fused = FusedNodes.Read(result.Model);
        Assert.AreEqual("", string.Join(", ", result.Plan.Nodes.Where(node => node.IsQuantized && !fused.Contains(node))), what);
        Assert.AreEqual(inInt8, result.Plan.Nodes.Any(node => node.IsQuantized), what);
        using var expected = new SampleRun(new OnnxModel(model, "test.onnx"));
        using var actual = new SampleRun(result.Model);
        var pairs = rows.Select(row => (Expected: expected.Outputs(row), Actual: actual.Outputs(row))).ToArray();
        for (int i = 0; i < expected.OutputNames.Count; i++)
        {
            double signal = pairs.Sum(pair => pair.Expected[i].Sum(value => (double)value * value));
            double noise = pairs.Sum(pair => pair.Expected[i].Zip(pair.Actual[i], (a, b) => Math.Pow(a - b, 2)).Sum());
            Assert.IsGreaterThan(28, 10 * Math.Log10(signal / noise), $"{what}: {expected.OutputNames[i]}");
        }
    }

    /// <summary>A linear layer, its activation, and what reads it.</summary>
    private static ModelProto Model(string product, string activation, string reader, bool andInt8)
    {
        var random = new Random(7);
        var builder = new ModelBuilder(17).Input("x", Shape).Weights("w", QuantizerRun.Uniform(random, 256, -0.5, 0.5), 16, 16).Weights("v", QuantizerRun.Uniform(random, 256, -0.5, 0.5), 16, 16)
            .Weights("b", QuantizerRun.Uniform(random, 16), 16).Weights("low", [0f]).Weights("high", [1f]).Weights("least", [0.5f])
            .Node(product, product == "Gemm" ? "x w b" : "x w", activation == "-" ? "h" : "p");
        _ = activation switch
        {
            "Relu" => builder.Node("Relu", "p", "h"),
            "Clip" => builder.Node("Clip", "p low high", "h"),
            "Wide" => builder.Node("Clip", "p least", "h"),
            _ => builder,
        };
        if (andInt8)
        {
            builder.Node(product, product == "Gemm" ? "h v b" : "h v", "y").Output("y");
        }

        _ = reader switch
        {
            "Output" => builder.Output("h"),
            "Mul" => builder.Node("Sigmoid", "x", "g").Node("Mul", "h g", "r").Output("r"),
            "LayerNormalization" => builder.Node("LayerNormalization", "h b", "r").Output("r"),
            "Add" => builder.Node("Add", "h x", "r").Output("r"),
            "Sqrt" => builder.Node("Abs", "h", "a").Node("Sqrt", "a", "r").Output("r"),
            "If" => Subgraphs.If(builder, "h", "r").Output("r"),
            _ => builder,
        };
        return builder.Build();
    }
}
