using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Checks of a model's own functions. ONNX Runtime dies on a body that reads in circles, or whose tensors are made twice.</summary>
internal static class FunctionChecks
{
    /// <exception cref="InvalidDataException">A body has a cycle, reads what nothing makes, or makes a tensor twice.</exception>
    public static void Verify(FunctionProto function)
    {
        string name = ForeignText.InMessage(function.Name);
        var made = new HashSet<string>(function.Input, StringComparer.Ordinal);
        if (function.Node.SelectMany(node => node.Output).FirstOrDefault(output => output.Length > 0 && !made.Add(output)) is { } repeated)
        {
            throw new InvalidDataException($"the function '{name}' makes the tensor '{ForeignText.InMessage(repeated)}' more than once. Export the model again.");
        }

        var body = new GraphProto { Node = { function.Node }, Input = { Values(function.Input) }, Output = { Values(function.Output) } };
        try
        {
            GraphOrder.Sort(body);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"in the function '{name}', {e.Message}", e);
        }
    }

    private static IEnumerable<ValueInfoProto> Values(IEnumerable<string> names) => names.Select(name => new ValueInfoProto { Name = name });
}
