using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

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

        return FromScales(node, node.Text("mode", "nearest") == "nearest" ? Rounding(node, scope) : "floor");
    }

    // Version 10 rounds down where it enlarges and up where it shrinks.
    private static string Rounding(NodeProto node, UpgradeScope scope)
    {
        float[] scales = scope.Constant(node.Input[1]) is { DataLocation: not DataLocation.External } constant
            ? TensorData.Floats(constant)
            : throw UpgradeRules.Unsupported(node, "has scales that are computed, so that its rounding cannot be told");
        if (scales.All(scale => scale >= 1))
        {
            return "floor";
        }

        return scales.All(scale => scale <= 1) ? "ceil" : throw UpgradeRules.Unsupported(node, "enlarges along one axis and shrinks along another");
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
