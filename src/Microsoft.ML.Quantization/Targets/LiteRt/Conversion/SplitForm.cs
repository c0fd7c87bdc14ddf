using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Cuts a tensor into parts: equal ones by one operator, others each by itself.</summary>
internal static class SplitForm
{
    public static LiteRtTensor[] Write(NodeConversion node)
    {
        var input = node.Input(0);
        if (node.Node.Output.Contains(""))
        {
            throw node.Refused("one of its outputs has no name");
        }

        int place = Layout.Axis(input.Shape.Length, node.Node.Integer("axis", 0));
        int[][] shapes = [.. Enumerable.Range(0, node.Node.Output.Count).Select(output => Layout.Shape(node.ShapeOfOutput(output)))];
        return shapes.All(shape => shape[place] == shapes[0][place]) ? Equal(node, input, place, shapes) : Cut(node, input, place, shapes);
    }

    private static LiteRtTensor[] Equal(NodeConversion node, LiteRtTensor input, int place, int[][] shapes)
    {
        LiteRtTensor[] parts = [.. shapes.Select(shape => node.Between("part", shape, input))];
        node.File.Emit(LiteRtCode.Split, [node.File.AddConstant<int>($"{node.Name}/axis", [place], []), input], parts, OperatorOptions.Split(parts.Length));
        return parts;
    }

    private static LiteRtTensor[] Cut(NodeConversion node, LiteRtTensor input, int place, int[][] shapes)
    {
        int start = 0;
        var parts = new LiteRtTensor[shapes.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            int[] begin = new int[input.Shape.Length];
            begin[place] = start;
            parts[i] = MovingForms.Cut(node, input, begin, shapes[i]);
            start += shapes[i][place];
        }

        return parts;
    }
}
