using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// The shapes of a model's tensors for one row, free dimensions of its inputs being as large as they commonly are: costs need
/// sizes, but a placement must not depend on the calibration data.
/// </summary>
internal static class TypicalShapes
{
    private const int Side = 224;
    private const int Length = 128;

    public static TensorShapes Infer(OnnxModel model)
    {
        if (!model.Graph.Input.SelectMany(Dimensions).Any(IsFree))
        {
            return TensorShapes.Infer(model);
        }

        try
        {
            return TensorShapes.Infer(model.View(Fixed(model.Proto)));
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            return TensorShapes.Infer(model); // it takes no input of that size
        }
    }

    private static ModelProto Fixed(ModelProto model)
    {
        var copy = model.Clone();
        copy.Graph.ValueInfo.Clear();
        foreach (var input in copy.Graph.Input)
        {
            var dimensions = Dimensions(input).ToArray();
            for (int i = 0; i < dimensions.Length; i++)
            {
                if (IsFree(dimensions[i]))
                {
                    dimensions[i].DimValue = i == 0 ? 1 : dimensions.Length == 4 ? Side : Length;
                }
            }
        }

        return copy;
    }

    private static IEnumerable<TensorShapeProto.Types.Dimension> Dimensions(ValueInfoProto input) => input.Type?.TensorType?.Shape?.Dim.AsEnumerable() ?? [];

    /// <summary>A dimension that has a name, or nothing, has the value 0.</summary>
    private static bool IsFree(TensorShapeProto.Types.Dimension dimension) => dimension.DimValue <= 0;
}
