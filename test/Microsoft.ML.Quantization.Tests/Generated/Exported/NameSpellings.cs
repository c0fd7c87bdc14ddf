using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Other names.</summary>
internal static class NameSpellings
{
    /// <summary>Names as exporters give them.</summary>
    public static void StrangeNames(ModelProto model, Random random)
    {
        var io = model.Graph.Input.Concat(model.Graph.Output).Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        string[] forms = ["/model/{0}/Conv_output_0", "onnx::Conv {0}", "input.{0}", "{0}:0", "größe {0}", "{0}_quantized", "{0}_DequantizeLinear_Output", "{0}_equalized"];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string Renamed(string name) => name.Length == 0 || io.Contains(name) ? name : names.TryGetValue(name, out string? known) ? known : names[name] = string.Format(CultureInfo.InvariantCulture, forms[random.Next(forms.Length)], name);
        Rename(model.Graph, Renamed);
    }

    public static void NoNames(ModelProto model, Random random)
    {
        foreach (var node in model.Graph.Node)
        {
            node.Name = "";
        }
    }

    private static void Rename(GraphProto graph, Func<string, string> renamed)
    {
        foreach (var tensor in graph.Initializer)
        {
            tensor.Name = renamed(tensor.Name);
        }

        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            value.Name = renamed(value.Name);
        }

        foreach (var node in graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = renamed(node.Input[i]);
            }

            for (int i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = renamed(node.Output[i]);
            }

            foreach (var attribute in node.Attribute.Where(attribute => attribute.G != null))
            {
                Rename(attribute.G, renamed);
            }
        }
    }
}
