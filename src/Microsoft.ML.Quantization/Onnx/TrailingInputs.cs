namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Inputs at the end of a node's list that are left out by an empty name: the same as none, except to some of ONNX Runtime's kernels,
/// which count them and then read them.
/// </summary>
internal static class TrailingInputs
{
    public static void Trim(NodeProto node)
    {
        while (node.Input.Count > 0 && node.Input[^1].Length == 0)
        {
            node.Input.RemoveAt(node.Input.Count - 1);
        }
    }
}
