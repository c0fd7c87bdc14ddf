using Microsoft.ML.Quantization.Onnx;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>What stands between the values that a graph computes and those that its nodes read: fake quantization, for one.</summary>
internal interface IGraphRounding
{
    /// <summary>Whether a node is not computed: its result is its first input.</summary>
    bool IsFolded(NodeProto node);

    /// <summary>What a node gets as one of its inputs.</summary>
    Tensor Input(NodeProto node, int input, GraphValues values);

    /// <summary>What a caller gets as the value of a tensor.</summary>
    Tensor Output(string name, GraphValues values);
}
