using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;
using Microsoft.ML.Quantization.Targets.FixedShapes;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>
/// Writes a model with QuantizeLinear and DequantizeLinear as an ML program, node by node: what is INT8 stands between <c>quantize</c> and <c>dequantize</c> there as well,
/// and weights are INT8 constants that the program dequantizes.
/// </summary>
internal sealed class CoreMLConverter
{
    private const string Function = "main";
    private const string Maker = "Microsoft.ML.Quantization";

    private static readonly FixedFormat Format = new("a Core ML package", nameof(CoreMLOptions));

    private readonly FixedModel _source;
    private readonly ProgramValues _values;
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private readonly CoreMLDescription _description = new();
    private readonly MilFunction _function = new();

    private CoreMLConverter(FixedModel source, CoreMLOptions options) => (_source, _values) = (source, new ProgramValues(source, new ProgramBuilder(), options));

    /// <exception cref="ArgumentException">A size is missing.</exception>
    /// <exception cref="NotSupportedException">A node has no form, or a tensor is quantized in another way than the format's pattern.</exception>
    public static CoreMLPackage Convert(OnnxModel model, CoreMLOptions options)
    {
        var converter = new CoreMLConverter(new FixedModel(FixedSizes.Create(model, options.Dimensions, Format)), options);
        converter.Run();
        return converter.Package(model, options.MinimumDeploymentTarget);
    }

    private ProgramBuilder Program => _values.Program;

    private void Run()
    {
        foreach (var input in _source.Graph.Input.Where(input => _source.Index.IsInput(input.Name)))
        {
            AddInput(input);
        }

        foreach (string output in _source.Graph.Output.Select(output => output.Name))
        {
            _outputs[output] = Program.Names.Unique(output);
        }

        var nodes = new NodeConverter(_values, Name);
        foreach (var node in _source.Graph.Node.Where(node => !_source.IsConstant(node)))
        {
            nodes.Write(node);
        }

        foreach (var (tensor, name) in _outputs)
        {
            AddOutput(tensor, name);
        }
    }

    private void AddInput(ValueInfoProto input)
    {
        int[] shape = Shape("input", input.Name);
        var given = new MilTensor(Program.Names.Unique(input.Name), MilDataType.Float32, shape);
        _function.Inputs.Add(new MilNamedType { Name = given.Name, Type = MilTypes.Of(given.Type, shape) });
        _description.Input.Add(Feature(input.Name, given.Name, shape));
        _values[input.Name] = _values.Real == given.Type ? given : Cast(given, Program.Names.Unique($"{given.Name}_fp16"), _values.Real);
    }

    private void AddOutput(string tensor, string name)
    {
        int[] shape = Shape("output", tensor);
        var value = _values.Find(tensor);
        if (value.Name != name)
        {
            _ = value.Type == MilDataType.Float32 ? Program.Emit("identity", new MilTensor(name, MilDataType.Float32, shape), ("x", [value])) : Cast(value, name, MilDataType.Float32);
        }

        Program.Block.Outputs.Add(name);
        _description.Output.Add(Feature(tensor, name, shape));
    }

    /// <summary>Where the program computes in FP32, what an operation makes can be an output as it is.</summary>
    private string Name(string tensor) => _values.Real == MilDataType.Float32 && _outputs.TryGetValue(tensor, out string? output) ? output : Program.Names.Unique(tensor);

    private MilTensor Cast(MilTensor value, string name, MilDataType type)
    {
        string text = type == MilDataType.Float16 ? "fp16" : "fp32";
        var made = new MilTensor(name, type, value.Shape);
        return Program.Emit("cast", made, ("x", [value]), ("dtype", [Program.Constant($"to_{text}", MilValues.Text(text))]));
    }

    private int[] Shape(string kind, string tensor)
    {
        int[] shape = _source.ShapeOf(tensor);
        int type = _source.TypeOf(tensor);
        return type != (int)TensorProto.Types.DataType.Float ? throw new NotSupportedException($"The model's {kind} '{tensor}' is of type {ElementTypes.Name(type)}; Core ML packages are written of models whose inputs and outputs are float.")
            : shape.Length is 0 or > ProgramValues.MostDimensions ? throw new NotSupportedException($"The model's {kind} '{tensor}' has {shape.Length} dimensions; those of a Core ML package have 1 to {ProgramValues.MostDimensions}.")
            : shape;
    }

    private static CoreMLFeature Feature(string tensor, string name, int[] shape)
    {
        var array = new CoreMLArrayType { DataType = CoreMLArrayType.Types.ElementType.Float32 };
        array.Shape.AddRange(shape.Select(size => (long)size));
        return new CoreMLFeature { Name = name, ShortDescription = name == tensor ? "" : $"'{tensor}' of the ONNX model", Type = new CoreMLFeatureType { MultiArrayType = array } };
    }

    private CoreMLPackage Package(OnnxModel model, CoreMLDeploymentTarget target)
    {
        var (version, opset) = target == CoreMLDeploymentTarget.IOS17 ? (8, "CoreML7") : (9, "CoreML8");
        _description.Metadata = new CoreMLMetadata { Author = Maker, ShortDescription = $"INT8 weights and activations, written by {Maker}." };
        foreach (var entry in model.Proto.MetadataProps)
        {
            _description.Metadata.UserDefined[entry.Key] = entry.Value;
        }

        _function.Opset = opset;
        _function.BlockSpecializations.Add(opset, Program.Block);
        var program = new MilProgram { Version = 1 };
        program.Functions.Add(Function, _function);
        return new CoreMLPackage(new CoreMLModel { SpecificationVersion = version, Description = _description, MlProgram = program }, Program.Weights);
    }
}
