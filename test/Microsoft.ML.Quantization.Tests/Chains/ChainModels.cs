using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>Models for chains, wide enough for INT8 to gain.</summary>
internal static class ChainModels
{
    public const int Inputs = 64;
    public const int Outputs = 16;
    private const int Hidden = 512;

    /// <summary>Two dense layers with a Relu between them.</summary>
    public static ModelProto Features(string input = "x", string output = "features", object? batch = null, int inputs = Inputs, int outputs = Outputs, int seed = 3)
    {
        var model = PipelineModels.Model(
            [Value(input, DataType.Float, batch ?? "N", inputs)],
            [Value(output, DataType.Float, batch ?? "N", outputs)],
            ModelBuilder.MakeNode("Gemm", $"{input} w1 b1", "h1"),
            ModelBuilder.MakeNode("Relu", "h1", "r1"),
            ModelBuilder.MakeNode("Gemm", "r1 w2 b2", "h2"),
            ModelBuilder.MakeNode("Relu", "h2", "r2"),
            ModelBuilder.MakeNode("Gemm", "r2 w3 b3", output));
        var random = new Random(seed);
        Dense(model, random, 1, inputs, Hidden);
        Dense(model, random, 2, Hidden, Hidden);
        Dense(model, random, 3, Hidden, outputs);
        return model;
    }

    /// <summary>A mean and a scale, as in front of networks that read images.</summary>
    public static ModelProto Preprocess(string input = "x", string output = "scaled")
    {
        var model = PipelineModels.Model(
            [Value(input, DataType.Float, "N", Inputs)], [Value(output, DataType.Float, "N", Inputs)], ModelBuilder.MakeNode("Sub", $"{input} mean", "c"), ModelBuilder.MakeNode("Mul", "c scale", output));
        model.Graph.Initializer.Add(TensorData.Create<float>("mean", [0.1f], [1]));
        model.Graph.Initializer.Add(TensorData.Create<float>("scale", [2f], [1]));
        return model;
    }

    /// <summary>Rows of any number of positions, each through two dense layers.</summary>
    public static ModelProto Positions()
    {
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", "S", Inputs)],
            [Value("features", DataType.Float, "N", "S", Outputs)],
            ModelBuilder.MakeNode("MatMul", "x w1", "m1"),
            ModelBuilder.MakeNode("Add", "m1 b1", "h1"),
            ModelBuilder.MakeNode("Relu", "h1", "r1"),
            ModelBuilder.MakeNode("MatMul", "r1 w2", "m2"),
            ModelBuilder.MakeNode("Add", "m2 b2", "features"));
        var random = new Random(9);
        Dense(model, random, 1, Inputs, Hidden);
        Dense(model, random, 2, Hidden, Outputs);
        return model;
    }

    /// <summary>A convolution over images of free height and width, whose sizes only a user or a column can tell.</summary>
    public static ModelProto Images()
    {
        var random = new Random(4);
        var model = PipelineModels.Model(
            [Value("x", DataType.Float, "N", 8, "H", "W")],
            [Value("features", DataType.Float, "N", 64, "H", "W")],
            ModelBuilder.MakeNode("Conv", "x w b", "c", SmallModels.Padded),
            ModelBuilder.MakeNode("Relu", "c", "r"),
            ModelBuilder.MakeNode("Conv", "r w2 b", "d", SmallModels.Padded),
            ModelBuilder.MakeNode("Relu", "d", "features"));
        model.Graph.Initializer.Add(TensorData.Create<float>("w", QuantizerRun.Uniform(random, 64 * 8 * 9, -0.2, 0.2), [64, 8, 3, 3]));
        model.Graph.Initializer.Add(TensorData.Create<float>("w2", QuantizerRun.Uniform(random, 64 * 64 * 9, -0.07, 0.07), [64, 64, 3, 3]));
        model.Graph.Initializer.Add(TensorData.Create<float>("b", QuantizerRun.Uniform(random, 64, -0.3, 0.3), [64]));
        return model;
    }

    private static void Dense(ModelProto model, Random random, int layer, int inputs, int outputs)
    {
        double bound = Math.Sqrt(3.0 / inputs);
        model.Graph.Initializer.Add(TensorData.Create<float>($"w{layer}", QuantizerRun.Uniform(random, inputs * outputs, -bound, bound), [inputs, outputs]));
        model.Graph.Initializer.Add(TensorData.Create<float>($"b{layer}", QuantizerRun.Uniform(random, outputs, -0.1, 0.1), [outputs]));
    }
}
