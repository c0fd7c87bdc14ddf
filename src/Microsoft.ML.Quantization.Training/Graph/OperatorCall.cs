using Microsoft.ML.Quantization.Onnx;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>One node at the moment it runs: its attributes and the values of its inputs.</summary>
/// <param name="node">The node.</param>
/// <param name="opset">The version of the standard operators that the graph is written in.</param>
/// <param name="inputs">Its inputs; <see langword="null"/> for one that is left out.</param>
internal sealed class OperatorCall(NodeProto node, long opset, Tensor?[] inputs)
{
    public NodeProto Node => node;

    public long Opset => opset;

    /// <summary>How many inputs the node has, those left out in the middle included.</summary>
    public int Count => inputs.Length;

    /// <summary>Whether the node learns: only normalization behaves differently then.</summary>
    public bool Training { get; init; }

    /// <summary>How many rows come in where the graph was written for one, which training replaces by more; else 1.</summary>
    public long Rows { get; init; } = 1;

    /// <summary>An input that the operator requires.</summary>
    public Tensor this[int index] => Optional(index) ?? throw new NotSupportedException($"{Describe()} lacks its input {index}.");

    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>The values of an integer input: a shape, axes, indices.</summary>
    public long[] Integers(int index) => [.. this[index].to(int64).cpu().data<long>()];

    /// <summary>As <see cref="Integers"/>; <see langword="null"/> where the input is left out.</summary>
    public long[]? OptionalIntegers(int index) => Optional(index) is null ? null : Integers(index);

    /// <summary>A list that was an attribute before it became an input.</summary>
    public long[]? IntegersOf(string attribute, int input) => node.Integers(attribute) ?? OptionalIntegers(input);

    /// <summary>An axis counted from the front.</summary>
    public static long Axis(long axis, Tensor tensor) => axis < 0 ? axis + tensor.dim() : axis;

    public NotSupportedException NotSupported(string what, Exception? inner = null) => new($"{Describe()} cannot be trained: {what}.", inner);

    private string Describe() => $"Node '{node.Name}' ({node.OpType})";
}
