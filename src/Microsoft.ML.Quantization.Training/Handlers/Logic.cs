using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Comparisons, truth values and choices.</summary>
internal static class Logic
{
    public static readonly HandlerTable Handlers = new()
    {
        { "And", Operands.Pair(logical_and) },
        { "Equal", Operands.Pair(eq) },
        { "Greater", Operands.Pair(gt) },
        { "GreaterOrEqual", Operands.Pair(ge) },
        { "IsNaN", call => call[0].isnan() },
        { "Less", Operands.Pair(lt) },
        { "LessOrEqual", Operands.Pair(le) },
        { "Not", call => call[0].logical_not() },
        { "Or", Operands.Pair(logical_or) },
        { "Where", call => Operands.Aligned(call) is [var condition, var yes, var no] ? where(condition, yes, no) : throw call.NotSupported("other than three inputs") },
        { "Xor", Operands.Pair(logical_xor) },
    };
}
