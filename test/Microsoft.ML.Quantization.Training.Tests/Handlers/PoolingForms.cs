using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Forms of pools.</summary>
internal static class PoolingForms
{
    private static readonly (string Name, object Value) Kernel = ("kernel_shape", new[] { 3, 2 });
    private static readonly (string Name, object Value) Strides = ("strides", new[] { 2, 2 });
    private static readonly (string Name, object Value) Asymmetric = ("pads", new[] { 2, 0, 1, 1 });
    private static readonly (string Name, object Value) Ceiling = ("ceil_mode", 1);

    public static readonly Dictionary<string, ModelBuilder> All = new(StringComparer.Ordinal)
    {
        ["MaxPool of lines"] = Form.Of(13, 2, 2, 9).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 3 }), ("strides", new[] { 2 }), ("pads", new[] { 1, 2 })),
        ["MaxPool of volumes"] = Form.Of(13, 1, 2, 5, 6, 7).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 2, 3, 2 }), ("pads", new[] { 1, 0, 1, 0, 1, 1 })),
        ["MaxPool, asymmetric, wide pads"] = Image(13).Node("MaxPool", "x", "y", Kernel, Strides, Asymmetric),
        ["MaxPool, ceiling"] = Image(13).Node("MaxPool", "x", "y", Kernel, Strides, Asymmetric, Ceiling),
        ["MaxPool, ceiling, window behind the input"] = Form.Of(13, 1, 1, 2, 2).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 1, 1 }), ("strides", new[] { 2, 2 }), Ceiling),
        ["MaxPool, dilated"] = Image(13).Node("MaxPool", "x", "y", Kernel, ("pads", new[] { 1, 1, 0, 1 }), ("dilations", new[] { 2, 2 })),
        ["MaxPool, same upper"] = Image(13).Node("MaxPool", "x", "y", Kernel, Strides, ("auto_pad", "SAME_UPPER")),
        ["MaxPool, valid"] = Image(13).Node("MaxPool", "x", "y", Kernel, Strides, ("auto_pad", "VALID")),
        ["AveragePool of lines"] = Form.Of(13, 2, 2, 9).Node("AveragePool", "x", "y", ("kernel_shape", new[] { 3 }), ("strides", new[] { 2 }), ("pads", new[] { 1, 2 })),
        ["AveragePool of volumes"] = Form.Of(13, 1, 2, 5, 6, 7).Node("AveragePool", "x", "y", ("kernel_shape", new[] { 2, 3, 2 }), ("pads", new[] { 1, 0, 1, 0, 1, 1 })),
        ["AveragePool, asymmetric"] = Image(13).Node("AveragePool", "x", "y", Kernel, Strides, Asymmetric),
        ["AveragePool, asymmetric, pads count"] = Image(13).Node("AveragePool", "x", "y", Kernel, Strides, Asymmetric, ("count_include_pad", 1)),
        ["AveragePool, ceiling"] = Image(19).Node("AveragePool", "x", "y", Kernel, Strides, Asymmetric, Ceiling),
        ["AveragePool, ceiling, pads count"] = Image(19).Node("AveragePool", "x", "y", Kernel, Strides, Asymmetric, Ceiling, ("count_include_pad", 1)),
        ["AveragePool, same upper"] = Image(13).Node("AveragePool", "x", "y", Kernel, Strides, ("auto_pad", "SAME_UPPER")),
        ["AveragePool, same lower, pads count"] = Image(13).Node("AveragePool", "x", "y", Kernel, Strides, ("auto_pad", "SAME_LOWER"), ("count_include_pad", 1)),
        ["AveragePool, dilated"] = Image(19).Node("AveragePool", "x", "y", Kernel, ("dilations", new[] { 2, 3 }), ("pads", new[] { 1, 1, 1, 1 })),
        ["GlobalAveragePool of volumes"] = Form.Of(13, 2, 3, 2, 3, 4).Node("GlobalAveragePool", "x", "y"),
        ["GlobalMaxPool of lines"] = Form.Of(13, 2, 3, 5).Node("GlobalMaxPool", "x", "y"),
    };

    private static ModelBuilder Image(long opset) => Form.Of(opset, 2, 3, 8, 7);
}
