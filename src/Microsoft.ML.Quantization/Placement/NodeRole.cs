namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a node does in the quantized graph.</summary>
internal enum NodeRole
{
    /// <summary>Runs in FP32.</summary>
    Float,

    /// <summary>Runs in INT8 with constant weights and must have a quantized output (Conv).</summary>
    Convolution,

    /// <summary>Runs in INT8 with constant weights; its output may stay FP32 (Gemm, MatMul).</summary>
    Linear,

    /// <summary>Runs in INT8 between quantized tensors, its output with a scale of its own (Add, Concat, GlobalAveragePool).</summary>
    Requantizing,

    /// <summary>Only moves or selects INT8 values: the output has the scale of the input (MaxPool, Reshape, Transpose).</summary>
    SameScale,

    /// <summary>Looks up values in a table that is stored in INT8, and gives them in FP32 (Gather).</summary>
    Table,

    /// <summary>Gone: its clipping is done by the quantization of its producer's output (Relu, Clip).</summary>
    Folded,

    /// <summary>Computed with its producer, whose output is quantized behind it (Relu, Clip).</summary>
    Attached,
}
