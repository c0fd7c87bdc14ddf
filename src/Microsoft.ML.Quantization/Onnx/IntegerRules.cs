namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The attributes that ONNX Runtime trusts, as data: divisors, counts, sizes and axes.</summary>
internal static class IntegerRules
{
    /// <summary>Far more than any window, step or padding has, and far from where products of them overflow.</summary>
    private const long Extent = 1 << 20;

    /// <summary>As many as a model may have of heads, groups, gates and the like.</summary>
    private const long Count = 1 << 24;

    private const long Rank = 64;
    private const long AnySize = int.MaxValue;

    private static readonly IntegerRule[] All =
    [
        new("group", 1, Count),
        new("groups", 1, Count),
        new("offset_group", 1, Count),
        new("num_groups", 1, Count),
        new("strides", 1, Extent),
        new("dilations", 1, Extent),
        new("kernel_shape", 1, Extent),
        new("pads", -Extent, Extent, "Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "DeformConv", "FusedConv", "MaxPool", "AveragePool", "LpPool", "MaxUnpool", "Col2Im"),
        new("output_padding", 0, Extent),
        new("output_shape", 0, AnySize, "ConvTranspose"),
        new("pooled_shape", 1, Extent),
        new("output_height", 1, Extent),
        new("output_width", 1, Extent),
        new("sampling_ratio", 0, 1024),
        new("blocksize", 1, Extent),
        new("block_size", 0, Extent),
        new("accuracy_level", 0, 4),
        new("bits", 1, 32),
        new("K", 1, AnySize, "MatMulNBits", "MatMulBnb4", "MatMulFpQ4"),
        new("N", 1, AnySize, "MatMulNBits", "MatMulBnb4", "MatMulFpQ4"),
        new("num_heads", 1, Count, "Attention", "MultiHeadAttention", "GroupQueryAttention", "PackedAttention", "PackedMultiHeadAttention", "QAttention", "DecoderAttention",
            "DecoderMaskedSelfAttention", "DecoderMaskedMultiHeadAttention", "SparseAttention", "LongformerAttention", "PagedAttention"),
        new("num_heads", 0, Count, "RotaryEmbedding", "GatedRelativePositionBias"),
        new("q_num_heads", 1, Count),
        new("kv_num_heads", 1, Count),
        new("rotary_embedding_dim", 0, Count),
        new("hidden_size", 1, Count),
        new("num_outputs", 1, Count),
        new("split", 0, AnySize),
        new("size", 1, Count, "LRN"),
        new("p", 1, Extent, "LpPool", "LpNormalization", "GlobalLpPool"),
        new("axis", -Rank, Rank - 1),
        new("axes", -Rank, Rank - 1),
        new("batch_axis", -Rank, Rank - 1),
        new("time_axis", -Rank, Rank - 1),
        new("scan_input_axes", -Rank, Rank - 1),
        new("scan_output_axes", -Rank, Rank - 1),
        new("batch_dims", 0, Rank),
        new("perm", 0, Rank - 1),
        new("num_scan_inputs", 1, Count),
        new("min_gram_length", 1, Extent),
        new("max_gram_length", 1, Extent),
        new("max_skip_count", 0, Extent),
        new("storage_order", 0, 1),
        new("stash_type", 0, AnySize),
        new("qk_matmul_output_mode", 0, 3),
    ];

    private static readonly ILookup<string, IntegerRule> ByAttribute = All.ToLookup(rule => rule.Attribute, StringComparer.Ordinal);

    /// <summary>The rule for an attribute of a node, or <see langword="null"/>.</summary>
    public static IntegerRule? Find(NodeProto node, string attribute) => ByAttribute[attribute].FirstOrDefault(rule => rule.IsFor(node));
}
