using static Microsoft.ML.Quantization.Onnx.AttributeProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Checks of single nodes that must hold before ONNX Runtime sees them: what it does not check kills the process.</summary>
internal static class NodeChecks
{
    /// <exception cref="InvalidDataException">An attribute is out of range, or an input that the node needs is left out.</exception>
    public static void Verify(NodeProto node)
    {
        // Calls of a model's own functions may have attributes of these names that mean something else.
        if (!IsOfOnnxRuntime(node.Domain))
        {
            return;
        }

        foreach (var attribute in node.Attribute)
        {
            if (IntegerRules.Find(node, attribute.Name) is { } rule)
            {
                Verify(node, attribute, rule);
            }
        }

        HeadChecks.Verify(node);
        InputChecks.Verify(node);
    }

    private static bool IsOfOnnxRuntime(string domain) => domain is "" or "ai.onnx" or "ai.onnx.ml" || domain.StartsWith("com.microsoft", StringComparison.Ordinal);

    private static void Verify(NodeProto node, AttributeProto attribute, IntegerRule rule)
    {
        var values = attribute.Type == AttributeType.Ints ? attribute.Ints : attribute.Type == AttributeType.Int ? [attribute.I] : Enumerable.Empty<long>();
        foreach (long value in values)
        {
            if (value < rule.Least || value > rule.Most)
            {
                throw new InvalidDataException(
                    $"the node {NodeText.Describe(node)} has the attribute {attribute.Name} = {value}; {rule.Expected} is allowed. Export the model again.");
            }
        }
    }
}
