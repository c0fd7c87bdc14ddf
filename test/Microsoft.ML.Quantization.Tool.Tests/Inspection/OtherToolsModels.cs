using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tool.Tests.Inspection;

/// <summary>A small network with a branch as other quantizers write it: QuantizeLinear and DequantizeLinear, integer operators, activations quantized at run time.</summary>
internal sealed class OtherToolsModels
{
    private const int Channels = 8;

    private readonly ModelBuilder _builder;
    private readonly Random _random = new(3);
    private int _constants;

    private OtherToolsModels(long opset = 13) => _builder = new ModelBuilder(opset).Import("com.microsoft", 1);

    /// <summary>Conv, Relu, Conv, an addition of both, Gemm behind a global pool; every tensor through QuantizeLinear and DequantizeLinear.</summary>
    /// <param name="activations">The type of activations.</param>
    /// <param name="hasScaleEachChannel">Whether weights have.</param>
    /// <param name="quantizesOutputOfConvolution">Whether the first convolution's output goes through QuantizeLinear.</param>
    public static ModelProto Qdq(DataType activations = DataType.Uint8, bool hasScaleEachChannel = true, bool quantizesOutputOfConvolution = true)
    {
        var made = new OtherToolsModels(activations is DataType.Int16 or DataType.Uint16 ? 21 : 13);
        made._builder.Input("x", 1, Channels, 12, 12).Output("y");
        string x = made.Pair("x", activations);
        made._builder.Node("Conv", $"{x} {made.Weights(hasScaleEachChannel, Channels, Channels, 3, 3)}", "c1", ("pads", new[] { 1, 1, 1, 1 })).Node("Relu", "c1", "r1");
        string first = quantizesOutputOfConvolution ? made.Pair("r1", activations) : "r1";
        made._builder.Node("Conv", $"{first} {made.Weights(hasScaleEachChannel, Channels, Channels, 3, 3)}", "c2", ("pads", new[] { 1, 1, 1, 1 }));
        made._builder.Node("Add", $"{made.Pair("c2", activations)} {first}", "a");
        made._builder.Node("GlobalAveragePool", made.Pair("a", activations), "g").Node("Flatten", made.Pair("g", activations), "f");
        made._builder.Node("Gemm", $"{made.Pair("f", activations)} {made.Weights(hasScaleEachChannel, 10, Channels)}", "m", ("transB", 1));
        made._builder.Node("Identity", made.Pair("m", activations), "y");
        return made._builder.Build();
    }

    /// <summary>The same convolution twice as QLinearConv, an addition, the weights without a DequantizeLinear.</summary>
    public static ModelProto IntegerOperators(DataType activations = DataType.Uint8, bool hasScaleEachChannel = false)
    {
        var made = new OtherToolsModels();
        made._builder.Input("x", 1, Channels, 12, 12).Output("y");
        string scale = made.Scalar(0.02f), zero = made.Zero(activations);
        made._builder.Node("QuantizeLinear", $"x {scale} {zero}", "xq");
        foreach (var (from, to) in new[] { ("xq", "c1"), ("c1", "c2") })
        {
            string[] weights = made.IntegerWeights(hasScaleEachChannel, Channels, Channels, 3, 3);
            made._builder.Node("QLinearConv", $"{from} {scale} {zero} {weights[0]} {weights[1]} {weights[2]} {scale} {zero}", to, ("pads", new[] { 1, 1, 1, 1 }));
        }

        made._builder.Node("com.microsoft:QLinearAdd", $"c1 {scale} {zero} c2 {scale} {zero} {scale} {zero}", "a").Node("MaxPool", "a", "p", ("kernel_shape", new[] { 2, 2 }))
            .Node("DequantizeLinear", $"p {scale} {zero}", "y");
        return made._builder.Build();
    }

    /// <summary>Two dense layers whose activations are quantized at run time, as the Python quantizer writes them.</summary>
    public static ModelProto Dynamic()
    {
        var made = new OtherToolsModels();
        made._builder.Input("x", 4, 32).Output("y");
        foreach (var (from, to) in new[] { ("x", "h"), ("h", "y") })
        {
            string[] weights = made.IntegerWeights(false, 32, 32);
            made._builder.Node("DynamicQuantizeLinear", from, $"{to}_q {to}_s {to}_z").Node("MatMulInteger", $"{to}_q {weights[0]} {to}_z {weights[2]}", $"{to}_i")
                .Node("Cast", $"{to}_i", $"{to}_f", ("to", 1)).Node("Mul", $"{to}_s {weights[1]}", $"{to}_m").Node("Mul", $"{to}_f {to}_m", to);
        }

        return made._builder.Build();
    }

    /// <summary>Weights of INT8 behind DequantizeLinear, activations as they are.</summary>
    public static ModelProto WeightsOnly()
    {
        var made = new OtherToolsModels();
        made._builder.Input("x", 1, Channels, 12, 12).Output("y").Node("Conv", $"x {made.Weights(true, Channels, Channels, 3, 3)}", "y");
        return made._builder.Build();
    }

    public static string Save(ModelProto model, string path)
    {
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }

    private string Pair(string tensor, DataType type)
    {
        string scale = Scalar(0.02f), zero = Zero(type);
        _builder.Node("QuantizeLinear", $"{tensor} {scale} {zero}", $"{tensor}_q").Node("DequantizeLinear", $"{tensor}_q {scale} {zero}", $"{tensor}_d");
        return $"{tensor}_d";
    }

    private string Weights(bool hasScaleEachChannel, params long[] shape)
    {
        string[] made = IntegerWeights(hasScaleEachChannel, shape);
        _builder.Node("DequantizeLinear", string.Join(' ', made), $"{made[0]}_d", ("axis", 0));
        return $"{made[0]}_d";
    }

    private string[] IntegerWeights(bool hasScaleEachChannel, params long[] shape)
    {
        int count = (int)shape.Aggregate(1L, (product, size) => product * size);
        string name = $"w{_constants++}";
        _builder.Weights(TensorData.Create<sbyte>(name, [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128))], shape));
        int scales = hasScaleEachChannel ? (int)shape[0] : 1;
        long[] dims = hasScaleEachChannel ? [scales] : [];
        _builder.Weights(TensorData.Create<float>($"{name}_s", [.. Enumerable.Repeat(0.01f, scales)], dims)).Weights(TensorData.Create<sbyte>($"{name}_z", new sbyte[scales], dims));
        return [name, $"{name}_s", $"{name}_z"];
    }

    private string Scalar(float value)
    {
        string name = $"s{_constants++}";
        _builder.Weights(TensorData.Create<float>(name, [value], []));
        return name;
    }

    private string Zero(DataType type)
    {
        string name = $"z{_constants++}";
        _builder.Weights(type switch
        {
            DataType.Uint8 => TensorData.Create<byte>(name, [0], []),
            DataType.Int8 => TensorData.Create<sbyte>(name, [-128], []),
            DataType.Uint16 => TensorData.Create<ushort>(name, [0], []),
            _ => TensorData.Create<short>(name, [-32768], []),
        });
        return name;
    }
}
