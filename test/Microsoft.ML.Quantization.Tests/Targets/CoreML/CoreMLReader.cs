using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>
/// Reads a package that was just written back into an ONNX model, which ONNX Runtime scores, and checks on the way that it is as the format says: its files, names, types, shapes
/// and constants. It is made for files of these tests alone.
/// </summary>
internal sealed partial class CoreMLReader
{
    private readonly Dictionary<string, MilConstant> _values = new(StringComparer.Ordinal);
    private readonly WeightFile _weights;

    private CoreMLReader(CoreMLModel model, WeightFile weights, bool roundsHalves)
    {
        (Model, _weights) = (model, weights);
        var function = model.MlProgram.Functions["main"];
        Block = function.BlockSpecializations[function.Opset];
        Assert.AreEqual(1, model.MlProgram.Version);
        Assert.AreEqual(model.SpecificationVersion == 8 ? "CoreML7" : "CoreML8", function.Opset);
        Onnx = new MilToOnnx(roundsHalves);
        ReadEnds(function);
        foreach (var operation in Block.Operations)
        {
            Read(operation);
        }

        foreach (string output in Block.Outputs)
        {
            Assert.AreEqual(MilDataType.Float32, _values[output].Type);
            Onnx.Output(output);
        }

        Assert.AreEqual(_weights.Count, (uint)_weights.Read, "every tensor of the file is used");
    }

    public CoreMLModel Model { get; }

    public MilBlock Block { get; }

    private MilToOnnx Onnx { get; }

    /// <param name="folder">The package.</param>
    /// <param name="roundsHalves">Whether what is FP16 in the program is rounded to it behind every operation.</param>
    public static CoreMLReader Read(string folder, bool roundsHalves = false)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "Manifest.json")));
        var root = manifest.RootElement;
        Assert.AreEqual("1.0.0", root.GetProperty("fileFormatVersion").GetString());
        var items = root.GetProperty("itemInfoEntries");
        string model = items.GetProperty(root.GetProperty("rootModelIdentifier").GetString()!).GetProperty("path").GetString()!;
        Assert.IsTrue(items.EnumerateObject().All(item => Guid.TryParse(item.Name, out _) && Path.Exists(Path.Combine(folder, "Data", item.Value.GetProperty("path").GetString()!))));
        string data = Path.Combine(folder, "Data", Path.GetDirectoryName(model)!);
        return new CoreMLReader(CoreMLModel.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "Data", model))), new WeightFile(File.ReadAllBytes(Path.Combine(data, "weights", "weight.bin"))), roundsHalves);
    }

    /// <summary>What the program computes.</summary>
    public OnnxModel ToOnnx() => new(Onnx.Build(), "program.onnx");

    /// <summary>The types of the operations, constants aside.</summary>
    public string[] Operations => [.. Block.Operations.Select(operation => operation.Type).Where(type => type != "const" && !type.StartsWith("constexpr", StringComparison.Ordinal))];

    /// <summary>What a parameter of the only operation of a type is.</summary>
    public MilConstant Parameter(string type, string parameter) => _values[Block.Operations.Single(operation => operation.Type == type).Inputs[parameter].Arguments.Single().Name];

    private void ReadEnds(MilFunction function)
    {
        CollectionAssert.AreEqual(Model.Description.Input.Select(input => input.Name).ToArray(), function.Inputs.Select(input => input.Name).ToArray());
        CollectionAssert.AreEqual(Model.Description.Output.Select(output => output.Name).ToArray(), Block.Outputs.ToArray());
        foreach (var (feature, input) in Model.Description.Input.Zip(function.Inputs))
        {
            Assert.AreEqual(CoreMLArrayType.Types.ElementType.Float32, feature.Type.MultiArrayType.DataType);
            var type = TypeOf(input.Type);
            CollectionAssert.AreEqual(feature.Type.MultiArrayType.Shape.Select(size => (int)size).ToArray(), type.Shape);
            Assert.AreEqual(MilDataType.Float32, type.Type);
            Define(input.Name, type);
            Onnx.Input(input.Name, type.Shape);
        }
    }

    private void Read(MilOperation operation)
    {
        Assert.AreEqual(operation.Outputs[0].Name, operation.Attributes["name"].ImmediateValue.Tensor.Strings.Values.Single());
        if (operation.Type == "const")
        {
            var constant = Value(operation.Attributes["val"]);
            Define(operation.Outputs[0].Name, constant);
            Assert.AreEqual(TypeOf(operation.Outputs[0].Type).Type, constant.Type);
            Onnx.Constant(operation.Outputs[0].Name, constant);
            return;
        }

        var reader = new MilOperationReader(operation, name => _values.GetValueOrDefault(name) ?? throw new AssertFailedException($"'{name}' is read before it is made"), Value);
        var inferred = MilSpecification.Infer(reader);
        Assert.HasCount(operation.Outputs.Count, inferred);
        foreach (var (output, (type, shape)) in operation.Outputs.Zip(inferred))
        {
            var written = TypeOf(output.Type);
            Assert.AreEqual(type, written.Type, $"the type of '{output.Name}' ({operation.Type})");
            CollectionAssert.AreEqual(shape, written.Shape, $"the shape of '{output.Name}' ({operation.Type})");
            Assert.IsTrue(shape.Length is >= 1 and <= 5, "Core ML's tensors have 1 to 5 dimensions");
            Define(output.Name, written);
        }

        Onnx.Add(reader, _values[operation.Outputs[0].Name].Type);
    }

    private void Define(string name, MilConstant value)
    {
        Assert.IsTrue(Legal().IsMatch(name), $"'{name}' is no identifier");
        Assert.IsTrue(_values.TryAdd(name, value), $"'{name}' is made twice");
    }

    private static MilConstant TypeOf(MilValueType type)
    {
        Assert.AreEqual(type.TensorType.Rank, type.TensorType.Dimensions.Count);
        return new MilConstant(type.TensorType.DataType, [.. type.TensorType.Dimensions.Select(each => (int)each.Constant.Size)]);
    }

    private MilConstant Value(MilValue value)
    {
        var type = TypeOf(value.Type);
        bool isReal = type.Type is MilDataType.Float16 or MilDataType.Float32, isByte = type.Type == MilDataType.Int8;
        if (value.ValueCase == MilValue.ValueOneofCase.BlobFileValue)
        {
            Assert.AreEqual("@model_path/weights/weight.bin", value.BlobFileValue.FileName);
            var bytes = _weights.Find(value.BlobFileValue.Offset, type.Type, type.Count);
            return isReal ? type with { Reals = WeightFile.Reals(bytes, type.Type) } : type with { Integers = WeightFile.Integers(bytes) };
        }

        var tensor = value.ImmediateValue.Tensor;
        var read = type.Type switch
        {
            MilDataType.Float32 => type with { Reals = [.. tensor.Floats.Values] },
            MilDataType.Float16 => type with { Reals = WeightFile.Reals(tensor.Bytes.Values.Span, type.Type) },
            MilDataType.Int8 => type with { Integers = WeightFile.Integers(tensor.Bytes.Values.Span) },
            MilDataType.Int32 => type with { Integers = [.. tensor.Ints.Values] },
            MilDataType.Bool => type with { Flag = tensor.Bools.Values.Single() },
            _ => type with { Text = tensor.Strings.Values.Single() },
        };
        Assert.AreEqual(type.Count, read.Reals?.Length ?? read.Integers?.Length ?? 1);
        Assert.IsTrue(type.Count < 10 || (!isReal && !isByte), "from ten values on constants are in the file of weights");
        return read;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_@]*$")]
    private static partial Regex Legal();
}
