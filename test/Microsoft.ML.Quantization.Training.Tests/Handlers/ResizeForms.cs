using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Forms of Resize: how positions are placed, rounded and interpolated.</summary>
internal static class ResizeForms
{
    public static IReadOnlyDictionary<string, ModelBuilder> All { get; } = Placed().Concat(Rounded()).Concat(Others())
        .ToDictionary(form => form.Name, form => form.Model, StringComparer.Ordinal);

    private static IEnumerable<(string Name, ModelBuilder Model)> Placed() =>
        from mode in new[] { "linear", "cubic" }
        from placing in new[] { "half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners", "half_pixel_symmetric" }
        from sizes in new[] { new long[] { 1, 2, 9, 3 }, [1, 2, 1, 11] }
        select ($"Resize, {mode}, {placing}, to {sizes[2]} and {sizes[3]}", Form.Of(19, 1, 2, 4, 7).List("sizes", sizes)
            .Node("Resize", "x - - sizes", "y", ("mode", mode), ("coordinate_transformation_mode", placing)));

    private static IEnumerable<(string Name, ModelBuilder Model)> Rounded() =>
        from placing in new[] { "half_pixel", "asymmetric", "align_corners" }
        from rounding in new[] { "round_prefer_floor", "round_prefer_ceil", "floor", "ceil" }
        from scale in new[] { 2f, 0.5f, 1.7f, 0.3f }
        select ($"Resize, nearest, {placing}, {rounding}, by {scale}", Form.Of(13, 1, 2, 8, 7).List("scales", 1, 1, scale, 1.5f)
            .Node("Resize", "x - scales", "y", ("nearest_mode", rounding), ("coordinate_transformation_mode", placing)));

    private static IEnumerable<(string Name, ModelBuilder Model)> Others() =>
    [
        ("Resize of volumes", Form.Of(13, 1, 2, 3, 4, 5).List("scales", 1, 1, 2, 1.5f, 0.7f).Node("Resize", "x - scales", "y", ("mode", "linear"))),
        ("Resize of lines", Form.Of(18, 2, 2, 5).List("scales", 1.8f).Node("Resize", "x - scales", "y", ("mode", "linear"), ("axes", new[] { 2 }))),
        ("Resize, cubic, nothing outside", Form.Of(13, 1, 2, 5, 5).List("scales", 1, 1, 2.2f, 0.8f)
            .Node("Resize", "x - scales", "y", ("mode", "cubic"), ("cubic_coeff_a", -0.5f), ("exclude_outside", 1))),
        ("Resize, not larger", Form.Of(18, 1, 2, 5, 6).List("sizes", 7, 11)
            .Node("Resize", "x - - sizes", "y", ("mode", "linear"), ("axes", new[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_larger"))),
        ("Resize, not smaller", Form.Of(18, 1, 2, 5, 6).List("sizes", 7, 11)
            .Node("Resize", "x - - sizes", "y", ("mode", "linear"), ("axes", new[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_smaller"))),
        ("Resize, axes from the end", Form.Of(18, 1, 2, 5, 6).List("sizes", 7, 11)
            .Node("Resize", "x - - sizes", "y", ("mode", "linear"), ("axes", new[] { -2, -1 }))),
    ];
}
