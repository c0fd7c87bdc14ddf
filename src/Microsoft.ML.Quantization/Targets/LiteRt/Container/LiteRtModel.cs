using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>A model of the format in the making: tensors, and operators in the order in which they run.</summary>
internal sealed class LiteRtModel
{
    private readonly List<LiteRtTensor> _tensors = [];
    private readonly List<LiteRtOperator> _operators = [];
    private readonly List<WrittenNode> _nodes = [];
    private readonly List<(string Name, LiteRtTensor Tensor)> _inputs = [];
    private readonly List<(string Name, LiteRtTensor Tensor)> _outputs = [];

    public IReadOnlyList<LiteRtTensor> Tensors => _tensors;

    public IReadOnlyList<LiteRtOperator> Operators => _operators;

    /// <summary>What is fed, by the names of the ONNX model.</summary>
    public IReadOnlyList<(string Name, LiteRtTensor Tensor)> Inputs => _inputs;

    /// <summary>What comes out, by the names of the ONNX model.</summary>
    public IReadOnlyList<(string Name, LiteRtTensor Tensor)> Outputs => _outputs;

    /// <summary>A sentence on what made the file.</summary>
    public string Description { get; init; } = "";

    /// <summary>Texts about the model, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    public void AddInput(string name, LiteRtTensor tensor) => _inputs.Add((name, tensor));

    public void AddOutput(string name, LiteRtTensor tensor) => _outputs.Add((name, tensor));

    /// <summary>A tensor that an operator makes, or that is fed.</summary>
    public LiteRtTensor AddTensor(string name, int[] shape, LiteRtQuantization? quantization = null) =>
        Add(new LiteRtTensor(_tensors.Count, name, shape, quantization == null ? LiteRtType.Float32 : LiteRtType.Int8) { Quantization = quantization });

    /// <summary>Numbers that are part of the model.</summary>
    public LiteRtTensor AddConstant<T>(string name, ReadOnlySpan<T> values, int[] shape, LiteRtQuantization? quantization = null)
        where T : unmanaged => Add(new LiteRtTensor(_tensors.Count, name, shape, TypeOf(typeof(T))) { Data = Onnx.LittleEndian.Write(values), Quantization = quantization });

    /// <summary>Sizes, axes and the like, as operators take them.</summary>
    public LiteRtTensor AddIntegers(string name, params int[] values) => AddConstant<int>(name, values, [values.Length]);

    /// <summary>What the nodes of the ONNX model compute in, in their order.</summary>
    public IReadOnlyList<WrittenNode> Nodes => _nodes;

    public void Emit(LiteRtCode code, LiteRtTensor[] inputs, LiteRtTensor output, OperatorOptions? options = null) => Emit(code, inputs, [output], options);

    public void Emit(LiteRtCode code, LiteRtTensor[] inputs, LiteRtTensor[] outputs, OperatorOptions? options = null)
    {
        bool rescales = code == LiteRtCode.Quantize && inputs[0].IsInteger;
        _operators.Add(new LiteRtOperator(code, LiteRtVersions.Find(code, outputs[0].Type, rescales), inputs, outputs, options));
    }

    public void AddNode(WrittenNode node) => _nodes.Add(node);

    private LiteRtTensor Add(LiteRtTensor tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }

    private static LiteRtType TypeOf(Type type) => type == typeof(float) ? LiteRtType.Float32 : type == typeof(int) ? LiteRtType.Int32 : LiteRtType.Int8;
}
