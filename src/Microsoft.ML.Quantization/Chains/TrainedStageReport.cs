namespace Microsoft.ML.Quantization;

/// <summary>What became of one stage of a trained model.</summary>
public sealed class TrainedStageReport
{
    internal TrainedStageReport(string name, bool isQuantized, string explanation) => (Name, IsQuantized, Explanation) = (name, isQuantized, explanation);

    /// <summary>The kind of the stage, as "FastTreeRegression" or "OneHotEncoding".</summary>
    public string Name { get; }

    /// <summary>Whether the stage was replaced by a quantized one.</summary>
    public bool IsQuantized { get; }

    /// <summary>One line: what was made of the stage, or why it stays as it was.</summary>
    public string Explanation { get; }

    /// <summary>The stage and what became of it, in one line.</summary>
    /// <returns>The line.</returns>
    /// <example>
    /// <code>
    /// mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report.Stages[0].ToString());
    /// </code>
    /// </example>
    public override string ToString() => $"{Name}: {(IsQuantized ? "quantized" : "as it was")}, {Explanation}";
}
