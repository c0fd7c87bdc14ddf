namespace Microsoft.ML.Quantization.Placement;

/// <summary>The operators that ONNX Runtime's CPU provider runs on INT8 values at a gain or at no loss, by role.</summary>
internal static class OperatorRules
{
    /// <summary>The operators that run in INT8 only between others.</summary>
    public static IReadOnlyList<string> Carriers { get; } =
        ["Add", "Concat", "GlobalAveragePool", "MaxPool", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice"];

    public static NodeRole RoleOf(string operatorType) => operatorType switch
    {
        "Conv" => NodeRole.Convolution,
        "Gemm" or "MatMul" => NodeRole.Linear,
        "Add" or "Concat" or "GlobalAveragePool" => NodeRole.Requantizing,
        "MaxPool" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose" or "Slice" => NodeRole.SameScale,
        _ => NodeRole.Float,
    };

    /// <summary>How many of the first inputs are activations.</summary>
    public static int ActivationInputs(string operatorType, int inputs) => operatorType switch
    {
        "Add" => 2,
        "Concat" => inputs,
        _ => 1,
    };

    /// <summary>Why an operator without an INT8 role stays in FP32.</summary>
    public static string WhyFloat(string operatorType) => operatorType switch
    {
        "Softmax" or "AveragePool" => "its INT8 kernel is several times slower than FP32",
        "LayerNormalization" or "InstanceNormalization" or "BatchNormalization" or "ConvTranspose" or "Pad" => "ONNX Runtime has no INT8 kernel for it on CPUs",
        "Mul" or "Sigmoid" or "LeakyRelu" => "INT8 brings it no speed",
        "Relu" or "Clip" => "it does not follow an INT8 node that could take it over",
        _ => "no gain from INT8 is known for this operator",
    };
}
