namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Inputs that are left out: only where the operator's specification says that they may be. ONNX Runtime reads the others without looking.</summary>
internal static class InputChecks
{
    /// <exception cref="InvalidDataException">An input that the node needs is left out.</exception>
    public static void Verify(NodeProto node)
    {
        if (node.Domain is not ("" or "ai.onnx"))
        {
            return;
        }

        for (int i = 0; i < node.Input.Count; i++)
        {
            if (node.Input[i].Length == 0 && !OptionalInputs.May(node.OpType, i))
            {
                throw new InvalidDataException(
                    $"the node {NodeText.Describe(node)} leaves out its input {i}, which it needs. Export the model again.");
            }
        }
    }
}
