using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Forms of operators that move values without changing them.</summary>
internal static class ShapeForms
{
    private const int Float = (int)TensorProto.Types.DataType.Float;

    public static readonly Dictionary<string, ModelBuilder> All = new(StringComparer.Ordinal)
    {
        ["Concat along the last axis"] = Form.Of(13, 2, 3).Made("w", 2, 5).Node("Concat", "x w x", "y", ("axis", -1)),
        ["DepthToSpace, columns and rows last"] = Form.Of(13, 2, 8, 2, 3).Node("DepthToSpace", "x", "y", ("blocksize", 2), ("mode", "CRD")),
        ["Expand, fewer dimensions than there are"] = Form.Of(13, 2, 1, 3).List("shape", 4, 1).Node("Expand", "x shape", "y"),
        ["Expand to more dimensions"] = Form.Of(13, 3, 1).List("shape", 2, 1, 4).Node("Expand", "x shape", "y"),
        ["Flatten all"] = Form.Of(13, 2, 3, 4).Node("Flatten", "x", "y", ("axis", 0)),
        ["Flatten from the end"] = Form.Of(13, 2, 3, 4).Node("Flatten", "x", "y", ("axis", -1)),
        ["Gather by a number"] = Form.Of(13, 2, 3, 4).Scalar("i", -1).Node("Gather", "x i", "y", ("axis", 1)),
        ["Gather by a table, from the end"] = Form.Of(13, 2, 3, 4).Weights("i", [0, -1, 2, 1], 2, 2).Node("Gather", "x i", "y", ("axis", -1)),
        ["GatherND from the end, by rows"] = Form.Of(13, 2, 3, 4, 2).Weights("i", [0, -1, 2, 1], 2, 1, 2).Node("GatherND", "x i", "y", ("batch_dims", 1)),
        ["GatherND of slices"] = Form.Of(13, 2, 3, 4).Weights("i", [0, -1, -2, 1], 2, 2).Node("GatherND", "x i", "y"),
        ["OneHot along the first axis"] = Form.Of(13, 2, 2).Weights("i", [0, -1, 2, 7], 2, 2).Scalar("n", 3).List("v", -1f, 5f).Node("OneHot", "i n v", "h", ("axis", 0)).Node("ReduceSum", "h", "s", ("keepdims", 0)).Node("Add", "x s", "y"),
        ["Pad by zeros and cut"] = Form.Of(13, 2, 5).List("pads", 1, -2, -1, 3).Node("Pad", "x pads", "y"),
        ["Pad by a value"] = Form.Of(13, 2, 5).List("pads", 1, 0, 2, 3).Scalar("v", 2.5f).Node("Pad", "x pads v", "y", ("mode", "constant")),
        ["Pad by reflection and cut"] = Form.Of(13, 2, 3, 6).List("pads", 0, 2, -1, 1, 1, 3).Node("Pad", "x pads", "y", ("mode", "reflect")),
        ["Pad by the edge"] = Form.Of(13, 2, 3).List("pads", 2, 4, 0, 1).Node("Pad", "x pads", "y", ("mode", "edge")),
        ["Pad around"] = Form.Of(19, 2, 4).List("pads", 1, 3, 0, 2).Node("Pad", "x pads", "y", ("mode", "wrap")),
        ["Pad one axis by reflection"] = Form.Of(18, 2, 3, 5).List("pads", 1, 2).List("axes", -1).Node("Pad", "x pads - axes", "y", ("mode", "reflect")),
        ["Reshape with what is computed"] = Form.Of(15, 2, 3, 4).List("rest", -1).Node("Shape", "x", "n", ("end", 1)).Node("Concat", "n rest", "shape", ("axis", 0)).Node("Reshape", "x shape", "y"),
        ["Slice backwards"] = Form.Of(13, 5, 6).List("from", -1, 4).List("to", long.MinValue, 0).List("axes", 0, -1).List("steps", -2, -3).Node("Slice", "x from to axes steps", "y"),
        ["Slice far beyond the end"] = Form.Of(13, 5, 6).List("from", -100, 2).List("to", long.MaxValue, int.MaxValue).Node("Slice", "x from to", "y"),
        ["Slice by steps"] = Form.Of(13, 5, 6).List("from", 1).List("to", -1).List("axes", 1).List("steps", 2).Node("Slice", "x from to axes steps", "y"),
        ["SpaceToDepth"] = Form.Of(13, 2, 3, 4, 6).Node("SpaceToDepth", "x", "y", ("blocksize", 2)),
        ["Split unevenly"] = Form.Of(18, 2, 7).Node("Split", "x", "a b c", ("axis", -1), ("num_outputs", 3)).Node("Concat", "c a b", "y", ("axis", 1)),
        ["Split by sizes"] = Form.Of(13, 2, 7).List("sizes", 1, 4, 2).Node("Split", "x sizes", "a b c", ("axis", 1)).Node("Concat", "c a b", "y", ("axis", 1)),
        ["Squeeze everything"] = Form.Of(13, 1, 3, 1).Node("Squeeze", "x", "y"),
        ["Tile"] = Form.Of(13, 2, 3).List("times", 2, 3).Node("Tile", "x times", "y"),
        ["Transpose by default"] = Form.Of(13, 2, 3, 4).Node("Transpose", "x", "y"),
        ["Trilu below the diagonal"] = Form.Of(14, 2, 4, 5).Scalar("k", -1).Node("Trilu", "x k", "y", ("upper", 0)),
        ["Unsqueeze from the end"] = Form.Of(13, 2, 3).List("axes", -1, 0).Node("Unsqueeze", "x axes", "y"),
        ["ConstantOfShape with a value"] = Form.Of(13, 2, 3).Node("Shape", "x", "s").Node("ConstantOfShape", "s", "c", ("value", TensorData.Create<float>("", [2.5f], 1))).Node("Add", "x c", "y"),
        ["Range of sizes"] = Form.Of(13, 2, 3).Scalar("zero", 0).Scalar("two", 2).Node("Size", "x", "n").Node("Range", "zero n two", "r").Node("Cast", "r", "f", ("to", Float)).Node("Add", "x f", "y"),
    };
}
