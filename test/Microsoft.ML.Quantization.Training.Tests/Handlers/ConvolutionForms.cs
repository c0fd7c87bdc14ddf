using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Forms of convolutions and matrix products.</summary>
internal static class ConvolutionForms
{
    public static readonly Dictionary<string, ModelBuilder> All = new(StringComparer.Ordinal)
    {
        ["Conv of lines"] = Form.Of(13, 2, 3, 9).Made("w", 4, 3, 3).Made("b", 4).Node("Conv", "x w b", "y", ("strides", new[] { 2 }), ("pads", new[] { 2, 0 })),
        ["Conv of volumes"] = Form.Of(13, 2, 2, 4, 5, 6).Made("w", 3, 2, 2, 3, 2).Node("Conv", "x w", "y", ("pads", new[] { 1, 1, 1, 0, 1, 0 })),
        ["Conv by groups, dilated"] = Form.Of(13, 2, 4, 7, 7).Made("w", 6, 2, 3, 3).Node("Conv", "x w", "y", ("group", 2), ("dilations", new[] { 2, 1 })),
        ["Conv, same upper"] = Image().Node("Conv", "x w b", "y", ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 1 })),
        ["Conv, same lower"] = Image().Node("Conv", "x w b", "y", ("auto_pad", "SAME_LOWER"), ("strides", new[] { 2, 1 })),
        ["Conv, valid"] = Image().Node("Conv", "x w b", "y", ("auto_pad", "VALID"), ("strides", new[] { 2, 2 })),
        ["Conv, a kernel as large as the image"] = Image().Made("v", 5, 2, 7, 8).Made("c", 5).Node("Conv", "x v c", "y"),
        ["Conv, a kernel as large as the padded line"] = Form.Of(13, 2, 3, 4).Made("w", 4, 3, 6).Node("Conv", "x w", "y", ("pads", new[] { 0, 2 })),
        ["Conv of one pixel"] = Form.Of(13, 2, 3, 1, 1).Made("w", 4, 3, 1, 1).Node("Conv", "x w", "y", ("strides", new[] { 2, 2 })),
        ["ConvTranspose of lines by groups"] = Form.Of(13, 2, 4, 5).Made("w", 4, 3, 3).Made("b", 6).Node("ConvTranspose", "x w b", "y", ("group", 2), ("strides", new[] { 2 }), ("output_padding", new[] { 1 }), ("pads", new[] { 1, 0 })),
        ["ConvTranspose of volumes"] = Form.Of(13, 1, 2, 3, 4, 3).Made("w", 2, 2, 2, 2, 3).Node("ConvTranspose", "x w", "y", ("strides", new[] { 2, 1, 2 })),
        ["ConvTranspose, dilated, asymmetric"] = Transposed().Node("ConvTranspose", "x w b", "y", ("dilations", new[] { 2, 3 }), ("pads", new[] { 1, 0, 2, 3 }), ("strides", new[] { 1, 2 })),
        ["ConvTranspose, more at the end"] = Transposed().Node("ConvTranspose", "x w b", "y", ("strides", new[] { 3, 3 }), ("output_padding", new[] { 2, 1 })),
        ["ConvTranspose, same upper"] = Transposed().Node("ConvTranspose", "x w b", "y", ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 2 })),
        ["ConvTranspose, same lower"] = Transposed().Node("ConvTranspose", "x w b", "y", ("auto_pad", "SAME_LOWER"), ("strides", new[] { 2, 2 })),
        ["ConvTranspose, valid"] = Transposed().Node("ConvTranspose", "x w b", "y", ("auto_pad", "VALID"), ("strides", new[] { 2, 2 })),
        ["ConvTranspose to a size"] = Transposed().Node("ConvTranspose", "x w b", "y", ("output_shape", new[] { 8, 7 }), ("strides", new[] { 2, 2 })),
        ["ConvTranspose to a size, same upper"] = Transposed().Node("ConvTranspose", "x w b", "y", ("output_shape", new[] { 8, 7 }), ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER")),
        ["ConvTranspose to a size, same lower"] = Transposed().Node("ConvTranspose", "x w b", "y", ("output_shape", new[] { 8, 7 }), ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_LOWER")),
        ["Gemm, all turned and scaled"] = Form.Of(13, 3, 2).Made("w", 4, 3).Made("b", 2, 1).Node("Gemm", "x w b", "y", ("alpha", 0.5f), ("beta", 2f), ("transA", 1), ("transB", 1)),
        ["Gemm without a bias"] = Form.Of(13, 2, 3).Made("w", 3, 4).Node("Gemm", "x w", "y"),
        ["MatMul of batches"] = Form.Of(13, 2, 1, 3, 4).Made("w", 5, 4, 2).Node("MatMul", "x w", "y"),
        ["MatMul with a vector"] = Form.Of(13, 2, 3, 4).Made("w", 4).Node("MatMul", "x w", "y"),
        ["MatMul of a vector"] = Form.Of(13, 4).Made("w", 3, 4, 2).Node("MatMul", "x w", "y"),
        ["Einsum of attention"] = Form.Of(13, 2, 3, 4, 5).Made("w", 2, 3, 6, 5).Node("Einsum", "x w", "y", ("equation", "bhid,bhjd->bhij")),
        ["Einsum without an arrow"] = Form.Of(13, 3, 4).Made("w", 4, 2).Node("Einsum", "x w", "y", ("equation", "ij,jk")),
        ["Einsum with dots"] = Form.Of(13, 2, 3, 4).Made("w", 4, 5).Node("Einsum", "x w", "y", ("equation", "...ij , jk -> ...ik")),
    };

    private static ModelBuilder Image() => Form.Of(13, 2, 2, 7, 8).Made("w", 3, 2, 3, 2).Made("b", 3);

    private static ModelBuilder Transposed() => Form.Of(13, 2, 2, 4, 3).Made("w", 2, 3, 3, 2).Made("b", 3);
}
