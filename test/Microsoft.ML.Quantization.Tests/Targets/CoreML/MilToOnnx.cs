using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>Makes an ONNX model of a program: each operation becomes what ONNX has for it.</summary>
/// <param name="roundsHalves">Whether values of FP16 are rounded to it.</param>
internal sealed class MilToOnnx(bool roundsHalves)
{
    private const long Opset = 20;

    private static readonly Dictionary<string, string> Plain = new(StringComparer.Ordinal)
    {
        ["relu"] = "Relu", ["sigmoid"] = "Sigmoid", ["tanh"] = "Tanh", ["erf"] = "Erf", ["exp"] = "Exp", ["sqrt"] = "Sqrt", ["abs"] = "Abs", ["floor"] = "Floor", ["ceil"] = "Ceil",
        ["softplus"] = "Softplus", ["softsign"] = "Softsign", ["identity"] = "Identity", ["cast"] = "Identity",
    };

    private static readonly Dictionary<string, string> Pairs = new(StringComparer.Ordinal)
    {
        ["add"] = "Add", ["sub"] = "Sub", ["mul"] = "Mul", ["real_div"] = "Div", ["pow"] = "Pow", ["maximum"] = "Max", ["minimum"] = "Min",
    };

    private static readonly Dictionary<string, string> Reductions = new(StringComparer.Ordinal)
    {
        ["reduce_l1_norm"] = "ReduceL1", ["reduce_l2_norm"] = "ReduceL2", ["reduce_max"] = "ReduceMax", ["reduce_mean"] = "ReduceMean", ["reduce_min"] = "ReduceMin", ["reduce_prod"] = "ReduceProd",
        ["reduce_sum"] = "ReduceSum", ["reduce_sum_square"] = "ReduceSumSquare",
    };

    private readonly ModelBuilder _builder = new(Opset, irVersion: 9);
    private int _extra;

    public void Input(string name, int[] shape) => _builder.Input(name, Long(shape));

    public void Output(string name) => _builder.Output(name);

    public ModelProto Build() => _builder.Build();

    public void Constant(string name, MilConstant value)
    {
        if (value.Reals != null)
        {
            _builder.Weights(name, value.Reals, Long(value.Shape));
        }
        else if (value.Type == MilDataType.Int8)
        {
            _builder.Weights(TensorData.Create<sbyte>(name, Array.ConvertAll(value.Integers!, each => (sbyte)each), Long(value.Shape)));
        }
    }

    /// <param name="node">The operation.</param>
    /// <param name="type">The type of what it makes.</param>
    public void Add(MilOperationReader node, MilDataType type)
    {
        string[] outputs = node.Outputs;
        bool isRounded = roundsHalves && type == MilDataType.Float16 && !node.Type.StartsWith("constexpr", StringComparison.Ordinal);
        string[] made = isRounded ? [.. outputs.Select(output => $"{output}_unrounded")] : outputs;
        Add(node, string.Join(' ', made));
        if (isRounded)
        {
            foreach (string output in outputs)
            {
                _builder.Node("Cast", $"{output}_unrounded", $"{output}_half", ("to", (int)TensorProto.Types.DataType.Float16)).Node("Cast", $"{output}_half", output, ("to", (int)TensorProto.Types.DataType.Float));
            }
        }
    }

    private void Add(MilOperationReader node, string made)
    {
        if (Plain.TryGetValue(node.Type, out string? plain))
        {
            _builder.Node(plain, node.Name("x"), made);
        }
        else if (Pairs.TryGetValue(node.Type, out string? pair))
        {
            _builder.Node(pair, $"{node.Name("x")} {node.Name("y")}", made);
        }
        else if (Reductions.TryGetValue(node.Type, out string? reduction))
        {
            _builder.Node(reduction, $"{node.Name("x")} {Integers(node.Ints("axes"))}", made, ("keepdims", node.Flag("keep_dims") ? 1 : 0));
        }
        else if (node.Type.StartsWith("constexpr", StringComparison.Ordinal))
        {
            Dequantized(node, made);
        }
        else
        {
            AddOther(node, node.Has("x") ? node.Name("x") : "", made);
        }
    }

    private void AddOther(MilOperationReader node, string x, string made) => _ = node.Type switch
    {
        "quantize" => _builder.Node("QuantizeLinear", $"{node.Name("input")} {node.Name("scale")} {node.Name("zero_point")}", made),
        "dequantize" => _builder.Node("DequantizeLinear", $"{node.Name("input")} {node.Name("scale")} {node.Name("zero_point")}", made),
        "relu6" => _builder.Node("Clip", $"{x} {Real(0)} {Real(6)}", made),
        "clip" => _builder.Node("Clip", $"{x} {node.Name("alpha")} {node.Name("beta")}", made),
        "elu" => _builder.Node("Elu", x, made, ("alpha", node.Real("alpha"))),
        "leaky_relu" => _builder.Node("LeakyRelu", x, made, ("alpha", node.Real("alpha"))),
        "sigmoid_hard" => _builder.Node("HardSigmoid", x, made, ("alpha", node.Real("alpha")), ("beta", node.Real("beta"))),
        "gelu" => _builder.Node("Gelu", x, made, ("approximate", node.Text("mode") == "EXACT" ? "none" : "tanh")),
        "prelu" => _builder.Node("PRelu", $"{x} {Reals(node["alpha"].Reals!, node.Shape("alpha")[0], 1, 1)}", made),
        "softmax" => _builder.Node("Softmax", x, made, ("axis", node.Int("axis"))),
        "batch_norm" => _builder.Node("BatchNormalization", $"{x} {node.Name("gamma")} {node.Name("beta")} {node.Name("mean")} {node.Name("variance")}", made, ("epsilon", node.Real("epsilon"))),
        "instance_norm" => _builder.Node("InstanceNormalization", $"{x} {node.Name("gamma")} {node.Name("beta")}", made, ("epsilon", node.Real("epsilon"))),
        "layer_norm" => _builder.Node("LayerNormalization", $"{x} {node.Name("gamma")} {(node.Has("beta") ? node.Name("beta") : "-")}", made, ("axis", node.Ints("axes")[0]), ("epsilon", node.Real("epsilon"))),
        "local_response_norm" => _builder.Node("LRN", x, made, ("size", node.Int("size")), ("alpha", node.Real("alpha")), ("beta", node.Real("beta")), ("bias", node.Real("k"))),
        "conv" => _builder.Node("Conv", Weighted(node), made, Window(node, "dilations", "groups")),
        "conv_transpose" => _builder.Node("ConvTranspose", Weighted(node), made, Window(node, "dilations", "groups")),
        "max_pool" => _builder.Node("MaxPool", x, made, Window(node, "kernel_sizes")),
        "avg_pool" => _builder.Node("AveragePool", x, made, [.. Window(node, "kernel_sizes"), ("count_include_pad", node.Flag("exclude_padding_from_average") ? 0 : 1)]),
        "linear" => Linear(node, made),
        "matmul" => _builder.Node("MatMul", $"{Turned(node, "x")} {Turned(node, "y")}", made),
        "concat" => _builder.Node("Concat", string.Join(' ', node.Names("values")), made, ("axis", node.Int("axis"))),
        "slice_by_index" => _builder.Node("Slice", $"{x} {Integers(node.Ints("begin"))} {Integers(node.Ints("end"))} {Integers([.. Enumerable.Range(0, node.Shape("x").Length)])} {Integers(node.Ints("stride"))}", made),
        "split" => _builder.Node("Split", $"{x} {Integers(node.Ints("split_sizes"))}", made, ("axis", node.Int("axis"))),
        "pad" => _builder.Node("Pad", $"{x} {Integers(Padding(node))} {node.Name("constant_val")}", made, ("mode", node.Text("mode") switch { "replicate" => "edge", var mode => mode })),
        "reshape" => _builder.Node("Reshape", $"{x} {Integers(node.Ints("shape"))}", made),
        "transpose" => _builder.Node("Transpose", x, made, ("perm", node.Ints("perm"))),
        "gather" => _builder.Node("Gather", $"{x} {Integers(node.Ints("indices"))}", made, ("axis", node.Int("axis"))),
        "tile" => _builder.Node("Tile", $"{x} {Integers(node.Ints("reps"))}", made),
        "depth_to_space" => _builder.Node("DepthToSpace", x, made, ("blocksize", node.Int("block_size")), ("mode", "DCR")),
        "pixel_shuffle" => _builder.Node("DepthToSpace", x, made, ("blocksize", node.Int("upscale_factor")), ("mode", "CRD")),
        "space_to_depth" => _builder.Node("SpaceToDepth", x, made, ("blocksize", node.Int("block_size"))),
        "upsample_nearest_neighbor" => _builder.Node("Resize", $"{x} - {Reals([1, 1, node.Int("scale_factor_height"), node.Int("scale_factor_width")], 4)}", made, ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")),
        "resize_bilinear" => _builder.Node("Resize", $"{x} - - {Integers([.. node.Shape("x")[..2], node.Int("target_size_height"), node.Int("target_size_width")])}", made, ("mode", "linear"), ("coordinate_transformation_mode", Way(node))),
        _ => throw new AssertFailedException($"no ONNX for {node.Type}"),
    };

    /// <summary>Constants as the program computes them, rounded to their type.</summary>
    private void Dequantized(MilOperationReader node, string made)
    {
        bool isBlockwise = node.Type == "constexpr_blockwise_shift_scale";
        var (data, scale) = (node[isBlockwise ? "data" : "quantized_data"], node["scale"]);
        int axis = isBlockwise ? Math.Max(0, Array.FindIndex(scale.Shape, size => size > 1)) : node.Int("axis");
        int inner = data.Shape.Skip(axis + 1).Aggregate(1, (product, size) => product * size);
        float[] values = [.. data.Integers!.Select((each, place) => each * scale.Reals![scale.Reals.Length > 1 ? place / inner % data.Shape[axis] : 0])];
        _builder.Weights(made, scale.Type == MilDataType.Float16 ? Array.ConvertAll(values, value => (float)(Half)value) : values, Long(data.Shape));
    }

    private ModelBuilder Linear(MilOperationReader node, string made)
    {
        string turned = Extra();
        _builder.Node("Transpose", node.Name("weight"), turned, ("perm", new[] { 1, 0 }));
        string product = node.Has("bias") ? Extra() : made;
        _builder.Node("MatMul", $"{node.Name("x")} {turned}", product);
        return node.Has("bias") ? _builder.Node("Add", $"{product} {node.Name("bias")}", made) : _builder;
    }

    private static string Weighted(MilOperationReader node) => $"{node.Name("x")} {node.Name("weight")}{(node.Has("bias") ? $" {node.Name("bias")}" : "")}";

    private static (string, object)[] Window(MilOperationReader node, params string[] parameters)
    {
        int[] pairs = WindowShapes.Pads(node, node.Shape("x").Length - 2);
        int[] pads = [.. pairs.Where((_, i) => i % 2 == 0), .. pairs.Where((_, i) => i % 2 == 1)];
        return [("pads", pads), ("strides", node.Ints("strides")), .. parameters.Select(name => name == "groups" ? ("group", (object)node.Int(name)) : name == "kernel_sizes" ? ("kernel_shape", node.Ints(name)) : (name, node.Ints(name)))];
    }

    private string Turned(MilOperationReader node, string parameter)
    {
        if (!node.Flag($"transpose_{parameter}"))
        {
            return node.Name(parameter);
        }

        int rank = node.Shape(parameter).Length;
        string turned = Extra();
        _builder.Node("Transpose", node.Name(parameter), turned, ("perm", (int[])[.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]));
        return turned;
    }

    private static int[] Padding(MilOperationReader node)
    {
        int[] pairs = node.Ints("pad"), front = new int[node.Shape("x").Length - (pairs.Length / 2)];
        return [.. front, .. pairs.Where((_, i) => i % 2 == 0), .. front, .. pairs.Where((_, i) => i % 2 == 1)];
    }

    private static string Way(MilOperationReader node) => node.Text("sampling_mode") switch { "DEFAULT" => "asymmetric", "UNALIGN_CORNERS" => "half_pixel", "STRICT_ALIGN_CORNERS" => "align_corners", var other => throw new AssertFailedException(other) };

    private string Integers(int[] numbers)
    {
        string name = Extra();
        _builder.List(name, Long(numbers));
        return name;
    }

    private string Reals(float[] numbers, params long[] shape)
    {
        string name = Extra();
        _builder.Weights(name, numbers, shape);
        return name;
    }

    private string Real(float number) => Reals([number]);

    private string Extra() => $"onnx@{_extra++}";

    private static long[] Long(int[] numbers) => Array.ConvertAll(numbers, each => (long)each);
}
