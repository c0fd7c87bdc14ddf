using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

/// <summary>Networks with channels that are all but dead, as BatchNormalization with a gamma of nearly zero leaves them, but have ordinary biases.</summary>
[TestClass]
public sealed class DeadChannelTests
{
    private const int Side = 8;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Equalization_LosesNextToNothing(bool perChannel)
    {
        var options = new QuantizationOptions { OnlyWhereFaster = false, PerChannel = perChannel };
        List<string> lost = [];
        for (int seed = 0; seed < 40; seed++)
        {
            var (model, rows) = Deep(seed);
            double without = Sqnr(model, rows, options);
            double with = Sqnr(model, rows, options with { CrossLayerEqualization = true });
            if (with < without - 2)
            {
                lost.Add($"{seed}: {without:0.0} -> {with:0.0} dB");
            }
        }

        Assert.IsEmpty(lost, string.Join("; ", lost));
    }

    private static double Sqnr(ModelProto model, TensorValue[][] rows, QuantizationOptions options)
    {
        var result = QuantizerRun.Quantize(model, rows, options);
        using var expected = new SampleRun(new OnnxModel(model, "test.onnx"));
        using var actual = new SampleRun(result.Model);
        return OutputComparison.Run(expected, actual, rows).Sqnr;
    }

    /// <summary>Convolutions, some depthwise, some with a residual addition; a quarter of the channels has a gamma of 1e-6 to 1e-3. Inputs are of size 0.1 to 100.</summary>
    private static (ModelProto Model, TensorValue[][] Rows) Deep(int seed)
    {
        var random = new Random(seed);
        int channels = 8 * random.Next(1, 5);
        int depth = random.Next(2, 9);
        double size = Math.Pow(10, random.Next(-1, 3));
        var rows = QuantizerRun.Rows("x", 12, -2 * size, 2 * size, 1, channels, Side, Side);
        var model = new ModelBuilder(13).Input("x", 1, channels, Side, Side);
        string tensor = "x";
        for (int layer = 0; layer < depth; layer++)
        {
            int inputs = layer > 0 && random.Next(4) == 0 ? 1 : channels;
            bool residual = layer > 0 && random.Next(3) == 0;
            float[] gammas = [.. Enumerable.Range(0, channels).Select(_ => layer == depth - 1 ? 1 : random.Next(4) == 0 ? (float)Math.Pow(10, -6 + (3 * random.NextDouble())) : 0.5f + random.NextSingle())];
            float scale = (float)(1 / Math.Sqrt(inputs * 3.0) / (layer == 0 ? size : 0.8));
            float[] weights = [.. QuantizerRun.Uniform(random, channels * inputs * 9).Select((weight, i) => weight * gammas[i / (inputs * 9)] * scale)];
            model.Weights($"w{layer}", weights, channels, inputs, 3, 3).Weights($"b{layer}", QuantizerRun.Uniform(random, channels, -0.7, 0.7), channels)
                .Node("Conv", $"{tensor} w{layer} b{layer}", $"c{layer}", SmallModels.Padded, ("group", channels / inputs));
            string made = $"c{layer}";
            if (residual)
            {
                model.Node("Add", $"{made} {tensor}", $"s{layer}");
                made = $"s{layer}";
            }

            tensor = layer == depth - 1 ? "y" : $"r{layer}";
            model.Node(layer == depth - 1 ? "Identity" : "Relu", made, tensor);
        }

        return (model.Output("y").Build(), rows);
    }
}
