namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Models whose run may never end: a Loop goes on for as long as its own body says.</summary>
internal static class EndlessLoops
{
    /// <summary>More than a model that is scored row by row in an application takes, by far.</summary>
    public static readonly TimeSpan LongestRow = TimeSpan.FromSeconds(20);

    public static bool Has(ModelProto model) => ModelWalker.Nodes(model).Any(node => node.Is("Loop"));
}
