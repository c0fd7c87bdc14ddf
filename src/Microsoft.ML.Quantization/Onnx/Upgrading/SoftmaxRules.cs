namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>
/// Softmax, LogSoftmax and Hardmax: before 13 they see a matrix, all axes from the given one on being its columns; from 13 they
/// work along the given axis alone.
/// </summary>
internal static class SoftmaxRules
{
    public static IEnumerable<NodeProto> Flattened(NodeProto node, UpgradeScope scope)
    {
        long axis = node.Integer("axis", 1);
        if (axis == -1 || OnlyOnesFollow(scope.Shape(node.Input[0]), axis))
        {
            node.SetAttribute("axis", axis);
            return [node];
        }

        return AsMatrix(node, scope, axis);
    }

    private static bool OnlyOnesFollow(TensorShape? shape, long axis)
    {
        if (shape == null || shape.Dimensions.Count == 0)
        {
            return false;
        }

        long first = axis < 0 ? axis + shape.Dimensions.Count : axis;
        return shape.Dimensions.Skip((int)first + 1).All(dim => dim == 1);
    }

    private static NodeProto[] AsMatrix(NodeProto node, UpgradeScope scope, long axis)
    {
        (string input, string output) = (node.Input[0], node.Output[0]);
        string flat = scope.Context.UniqueName($"{output}_flat");
        string shape = scope.Context.UniqueName($"{output}_shape");
        string matrix = scope.Context.UniqueName($"{output}_matrix");
        var flatten = new NodeProto { OpType = "Flatten", Input = { input }, Output = { flat } };
        flatten.SetAttribute("axis", axis);
        node.Input[0] = flat;
        node.Output[0] = matrix;
        node.SetAttribute("axis", -1);
        return
        [
            flatten,
            node,
            new NodeProto { OpType = "Shape", Input = { input }, Output = { shape } },
            new NodeProto { OpType = "Reshape", Input = { matrix, shape }, Output = { output } },
        ];
    }
}
