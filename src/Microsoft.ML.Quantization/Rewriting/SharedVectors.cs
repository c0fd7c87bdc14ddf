using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// Preparation makes one constant of all that are equal, as biases of zero and scales and variances of one are. Training changes each in
/// its own way, so that each reader needs one of its own. Equal matrices are left together: they are one weight on purpose.
/// </summary>
internal static class SharedVectors
{
    /// <param name="model">The model, whose nodes get constants of their own.</param>
    public static void Separate(OnnxModel model)
    {
        var index = new GraphIndex(model.Graph);
        var names = new NameScope(model.Graph);
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in model.Graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                if (index.Initializer(node.Input[i]) is { } constant && IsVector(constant) && !read.Add(constant.Name))
                {
                    var own = constant.Clone();
                    own.Name = names.Unique(constant.Name);
                    model.Graph.Initializer.Add(own);
                    node.Input[i] = own.Name;
                }
            }
        }
    }

    private static bool IsVector(TensorProto constant) => constant.DataType == (int)DataType.Float && constant.Dims.Count(size => size != 1) == 1;
}
