using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;

/// <summary>For each operator that runs in INT8, a model in which it does: by itself, or between two others.</summary>
internal static class OperatorSamples
{
    private const int Values = SmallModels.Channels * 36;

    private static readonly Dictionary<string, Func<ModelProto>> Models = new(StringComparer.Ordinal)
    {
        ["Add"] = SmallModels.Residual,
        ["Concat"] = SmallModels.Concat,
        ["Conv"] = SmallModels.Conv,
        ["Flatten"] = () => Linear(Convolved().Node("Flatten", "c", "t"), Values),
        ["Gemm"] = () => Linear(Vectors("Gemm"), SmallModels.Channels),
        ["GlobalAveragePool"] = () => Pointwise(Convolved().Node("GlobalAveragePool", "c", "t")),
        ["LeakyRelu"] = () => Pointwise(Convolved().Node("LeakyRelu", "c", "t", ("alpha", 0.1f))),
        ["MatMul"] = () => Linear(Vectors("MatMul"), SmallModels.Channels),
        ["MaxPool"] = () => Pointwise(Convolved().Node("MaxPool", "c", "t", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))),
        ["Reshape"] = () => Linear(Convolved().List("shape", 1, Values).Node("Reshape", "c shape", "t"), Values),
        ["Slice"] = () => Pointwise(Convolved().List("from", 1).List("to", 5).List("axes", 2).Node("Slice", "c from to axes", "t")),
        ["Squeeze"] = () => Linear(Convolved().Node("GlobalAveragePool", "c", "p").List("axes", 2, 3).Node("Squeeze", "p axes", "t"), SmallModels.Channels),
        ["Transpose"] = () => Pointwise(Convolved().Node("Transpose", "c", "t", ("perm", new[] { 0, 1, 3, 2 }))),
        ["Unsqueeze"] = () => Pointwise(Vectors("Gemm").List("axes", 2, 3).Node("Unsqueeze", "t axes", "u"), "u"),
    };

    public static IReadOnlyCollection<string> Operators => Models.Keys;

    public static ModelProto Model(string operatorType) => Models[operatorType]();

    private static ModelBuilder Convolved() => SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded);

    private static ModelBuilder Vectors(string product) => new ModelBuilder(13).Input("x", SmallModels.Vector)
        .Weights("v", QuantizerRun.Uniform(new Random(6), 16 * SmallModels.Channels, -0.3, 0.3), 16, SmallModels.Channels).Node(product, "x v", "t");

    private static ModelProto Pointwise(ModelBuilder model, string tensor = "t") => model
        .Weights("p", QuantizerRun.Uniform(new Random(7), SmallModels.Channels * SmallModels.Channels, -0.3, 0.3), SmallModels.Channels, SmallModels.Channels, 1, 1)
        .Node("Conv", $"{tensor} p", "y").Output("y").Build();

    private static ModelProto Linear(ModelBuilder model, int inputs) => model
        .Weights("l", QuantizerRun.Uniform(new Random(8), inputs * 4, -0.3, 0.3), inputs, 4).Node("Gemm", "t l", "y").Output("y").Build();
}
