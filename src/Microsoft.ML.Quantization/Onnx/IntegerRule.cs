namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Which integers an attribute may hold: ONNX Runtime divides by some and takes memory for others without looking.</summary>
/// <param name="Attribute">The attribute: a number or a list of numbers.</param>
/// <param name="Least">The least that is allowed.</param>
/// <param name="Most">The most that is allowed.</param>
/// <param name="Operators">The operators it is meant for, of any domain; none for every operator that has it.</param>
internal sealed record IntegerRule(string Attribute, long Least, long Most, params string[] Operators)
{
    public bool IsFor(NodeProto node) => Operators.Length == 0 || Array.IndexOf(Operators, node.OpType) >= 0;

    /// <summary>What is expected, for a message.</summary>
    public string Expected => Least == Most ? $"{Least}" : $"{Least} to {Most}";
}
