using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>Upsample, and Resize before it had coordinate modes.</summary>
internal static class ResizeRules
{
    private const int ScalesInput = 2;

    /// <summary>Scales is an attribute before 9; the operator is gone from 10 on, in favour of Resize.</summary>
    public static IEnumerable<NodeProto> Upsample(NodeProto node, UpgradeScope scope)
    {
        node.OpType = "Resize";
        if (node.Find("scales") is { } scales)
        {
            node.RemoveAttribute("scales");
            scope.SetInput(node, 1, "scales", TensorData.Create<float>("", [.. scales.Floats], scales.Floats.Count));
        }

        return FromScales(node, "floor");
    }

    /// <summary>Version 10 knows scales only, and counts coordinates from the corner; 11 and 12 differ from 13 by types.</summary>
    public static IEnumerable<NodeProto> Resize(NodeProto node, UpgradeScope scope)
    {
        if (scope.Context.From >= 11)
        {
            return [node];
        }

        if (node.Text("mode", "nearest") != "nearest")
        {
            return FromScales(node, "floor");
        }

        // Version 10 rounds down along an axis that it enlarges and up along one that it shrinks.
        float[]? scales = node.Input.Count > 1 && scope.Constant(node.Input[1]) is { DataLocation: not DataLocation.External } known ? TensorData.Floats(known) : null;
        if (scales?.All(scale => scale >= 1) == true)
        {
            return FromScales(node, "floor");
        }

        return scales?.All(scale => scale <= 1) == true ? FromScales(node, "ceil") : BothWays(node, scope);
    }

    /// <summary>Enlarges first, along the axes with scales above 1, then shrinks along the others: each axis is rounded in its own way.</summary>
    private static IEnumerable<NodeProto> BothWays(NodeProto node, UpgradeScope scope)
    {
        NodeProto shrink = node.Clone();
        (string up, string down, string larger) = (Unique("enlarging"), Unique("shrinking"), Unique("enlarged"));
        var enlarging = new NodeProto { OpType = "Max", Input = { node.Input[1] }, Output = { up } };
        var shrinking = new NodeProto { OpType = "Min", Input = { node.Input[1] }, Output = { down } };
        scope.SetInput(enlarging, 1, "one", TensorData.Create<float>("", [1f], []));
        scope.SetInput(shrinking, 1, "one", TensorData.Create<float>("", [1f], []));
        (node.Input[1], node.Output[0]) = (up, larger);
        (shrink.Input[0], shrink.Input[1]) = (larger, down);
        shrink.Name = node.Name.Length > 0 ? node.Name + "_shrinking" : "";
        return [enlarging, .. FromScales(node, "floor"), shrinking, .. FromScales(shrink, "ceil")];

        string Unique(string purpose) => scope.Context.UniqueName($"{shrink.Output[0]}_{purpose}");
    }

    private static IEnumerable<NodeProto> FromScales(NodeProto node, string rounding)
    {
        if (node.Input.Count < ScalesInput)
        {
            throw UpgradeRules.Unsupported(node, "has no scales");
        }

        string scales = node.Input[1];
        node.Input[1] = "";
        node.SetInput(ScalesInput, scales);
        node.SetAttribute("coordinate_transformation_mode", "asymmetric");
        node.SetAttribute("nearest_mode", rounding);
        return [node];
    }
}
