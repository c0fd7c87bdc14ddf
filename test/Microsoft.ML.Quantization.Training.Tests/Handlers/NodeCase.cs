using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>A model of the standard's tests, with its inputs and what it must give for them.</summary>
internal sealed record NodeCase(string Name, OnnxModel Model, byte[][] Inputs, byte[][] Outputs)
{
    private const long OldestOpset = 13;

    private static readonly HashSet<DataType> Types =
    [
        DataType.Float, DataType.Double, DataType.Float16, DataType.Bool, DataType.Int8, DataType.Int16, DataType.Int32, DataType.Int64, DataType.Uint8,
    ];

    /// <summary>Why the handlers do not claim to compute it; <see langword="null"/> where they do.</summary>
    public string? Unsupported { get; } = Reason(Model);

    /// <summary>Runs the model and compares with what the standard says.</summary>
    /// <returns>The first difference, or <see langword="null"/>.</returns>
    public string? Difference() => Difference(Array.ConvertAll(Outputs, Value));

    /// <summary>The same, for models of one float input, compared with ONNX Runtime.</summary>
    public string? DifferenceFromOnnxRuntime()
    {
        var outputs = ModelRunner.Run(Model, (name, _, _) => TensorData.Floats(TensorProto.Parser.ParseFrom(Inputs[Array.FindIndex([.. Model.Graph.Input], input => input.Name == name)])));
        return Difference([.. Model.Graph.Output.Zip(Outputs, (output, bytes) => tensor((float[])outputs[output.Name], Value(bytes).shape))]);
    }

    private string? Difference(Tensor[] expected)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var graph = new TorchGraph(Model, OperatorHandlers.Find);
        graph.eval();
        var inputs = Model.Graph.Input.Zip(Inputs, (input, bytes) => (input.Name, Value: Value(bytes))).ToDictionary(input => input.Name, input => input.Value);
        var actual = graph.Run(inputs, null, Model.Graph.Output.Select(output => output.Name));
        return Model.Graph.Output
            .Zip(expected, (output, want) => TensorDifference.Describe(want, actual[output.Name]) is { } difference ? $"{output.Name}: {difference}" : null)
            .FirstOrDefault(difference => difference != null);
    }

    private static string? Reason(OnnxModel model) => model switch
    {
        _ when model.Graph.Node.Any(node => OperatorHandlers.Find(node) == null) => "an operator without a handler",
        _ when Opset.Version(model.Proto) < OldestOpset => "an opset below 13, which preparation raises",
        _ when !model.Graph.Input.Concat(model.Graph.Output).All(HasKnownType) => "a type that TorchSharp does not hold",
        _ => null,
    };

    private static bool HasKnownType(ValueInfoProto value) => value.Type?.TensorType is { } type && Types.Contains((DataType)type.ElemType);

    private static Tensor Value(byte[] bytes) => TorchTensors.Read(TensorProto.Parser.ParseFrom(bytes), CPU);
}
