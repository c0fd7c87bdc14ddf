namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A convolution's first dimension of weights falls into as many equal parts as it has groups.</summary>
internal static class GroupChecks
{
    /// <exception cref="InvalidDataException">It does not, for weights that are known.</exception>
    public static void Verify(GraphProto graph)
    {
        NodeProto[] grouped = [.. graph.Node.Where(node => node.OpType is "Conv" or "ConvTranspose" && node.Input.Count > 1 && node.Integer("group", absent: 1) > 1)];
        if (grouped.Length == 0)
        {
            return;
        }

        var weights = graph.Initializer.ToLookup(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var node in grouped)
        {
            long groups = node.Integer("group", absent: 1);
            if (weights[node.Input[1]].FirstOrDefault() is { Dims: [var channels, ..] } && channels % groups != 0)
            {
                throw new InvalidDataException(
                    $"the node {NodeText.Describe(node)} has group = {groups}, which does not divide the {channels} channels of its weights. Export the model again.");
            }
        }
    }
}
