namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Attention divides the heads of queries among those of keys and values.</summary>
internal static class HeadChecks
{
    public static void Verify(NodeProto node)
    {
        long values = node.Integer("kv_num_heads", absent: 0);
        string queries = node.Find("q_num_heads") != null ? "q_num_heads" : "num_heads";
        long heads = node.Integer(queries, absent: 0);
        if (values > 0 && heads > 0 && heads % values != 0)
        {
            throw new InvalidDataException(
                $"the node {NodeText.Describe(node)} has {queries} = {heads} and kv_num_heads = {values}; the first must be a multiple of the second. Export the model again.");
        }
    }
}
