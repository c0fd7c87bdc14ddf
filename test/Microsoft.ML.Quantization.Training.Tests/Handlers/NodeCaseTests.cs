namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

[TestClass]
public sealed class NodeCaseTests
{
    // What no model made for inference has, or what would learn something else than it seems.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["batchnorm_epsilon_training_mode"] = "the statistics are those of the graph's own training",
        ["batchnorm_example_training_mode"] = "the statistics are those of the graph's own training",
        ["maxpool_2d_uint8"] = "no gradient flows through integers",
        ["maxpool_with_argmax_2d_precomputed_pads"] = "positions of the largest values",
        ["maxpool_with_argmax_2d_precomputed_strides"] = "positions of the largest values",
        ["reduce_max_empty_set"] = "no values",
        ["reduce_min_empty_set"] = "no values",
        ["resize_downsample_scales_cubic_antialias"] = "antialias",
        ["resize_downsample_scales_linear_antialias"] = "antialias",
        ["resize_downsample_sizes_cubic_antialias"] = "antialias",
        ["resize_downsample_sizes_linear_antialias"] = "antialias",
        ["resize_tf_crop_and_resize"] = "a region of interest",
        ["resize_tf_crop_and_resize_axes_2_3"] = "a region of interest",
        ["resize_tf_crop_and_resize_axes_3_2"] = "a region of interest",
        ["resize_tf_crop_and_resize_extrapolation_value"] = "a region of interest",
        ["training_dropout"] = "random",
        ["training_dropout_default"] = "random",
        ["training_dropout_default_mask"] = "random",
        ["training_dropout_mask"] = "random",
        ["training_dropout_zero_ratio"] = "training mode",
        ["training_dropout_zero_ratio_mask"] = "training mode",
    };

    // Where ONNX Runtime computes something else than the standard says, the model that is exported does so too.
    private static readonly Dictionary<string, string> AsOnnxRuntime = new(StringComparer.Ordinal)
    {
        ["resize_downsample_scales_cubic_align_corners"] = "corners are those of the size after rounding",
        ["resize_downsample_scales_linear_align_corners"] = "corners are those of the size after rounding",
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void TheStandardsCasesOfSingleOperators_GiveWhatTheyMustOrAreRefused()
    {
        var cases = NodeCases.Read();
        var supported = cases.Where(one => one.Unsupported == null).ToArray();
        string[] failures = [.. supported.Select(one => Failure(one) is { } failure ? $"{one.Name}: {failure}" : null).OfType<string>()];
        foreach (var reason in cases.GroupBy(one => one.Unsupported).OrderByDescending(group => group.Count()))
        {
            TestContext.WriteLine($"{reason.Count(),5}  {reason.Key ?? "run"}");
        }

        Assert.IsEmpty(failures, string.Join('\n', failures));
        Assert.IsEmpty(Refused.Keys.Concat(AsOnnxRuntime.Keys).Except(supported.Select(one => one.Name)), "Named in a table, but not among the cases.");
        Assert.IsGreaterThan(900, supported.Length);
    }

    private static string? Failure(NodeCase one)
    {
        if (Refused.ContainsKey(one.Name))
        {
            return Assert.Throws<NotSupportedException>(() => one.Difference(), one.Name).Message.Contains(one.Model.Graph.Node[0].OpType, StringComparison.Ordinal)
                ? null
                : "the refusal does not name the operator";
        }

        try
        {
            return AsOnnxRuntime.ContainsKey(one.Name) ? one.DifferenceFromOnnxRuntime() : one.Difference();
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }
}
