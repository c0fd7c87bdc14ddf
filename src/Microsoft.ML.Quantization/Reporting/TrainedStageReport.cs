namespace Microsoft.ML.Quantization;

/// <summary>What became of one stage of a trained model, and what was gained by it.</summary>
public sealed class TrainedStageReport
{
    internal TrainedStageReport(string name, bool isQuantized, string explanation) => (Name, IsQuantized, Explanation) = (name, isQuantized, explanation);

    /// <summary>The kind of the stage, as "FastTreeRegression" or "OneHotEncoding".</summary>
    public string Name { get; }

    /// <summary>Whether the stage was replaced by a quantized one.</summary>
    public bool IsQuantized { get; }

    /// <summary>Whether it was fitted anew behind a quantized ONNX model: see <see cref="TrainedModelOptions.RefitTrainer"/>.</summary>
    public bool IsRefitted { get; internal init; }

    /// <summary>Whether all that the stage gives is the same bits as before; also where it stays as it was.</summary>
    public bool IsExact { get; internal init; } = true;

    /// <summary>One line: what was made of the stage, or why it stays as it was.</summary>
    public string Explanation { get; }

    /// <summary>The bytes of the stage in the file that <c>mlContext.Model.Save</c> writes, compressed, as it was trained; <see langword="null"/> where it cannot be saved. Measured when a size is first asked for.</summary>
    public long? OriginalBytes => Sizes().Before;

    /// <summary>As <see cref="OriginalBytes"/>, of the stage that is in the quantized model.</summary>
    public long? QuantizedBytes => Sizes().After;

    /// <summary>
    /// The processor time of a row in this stage alone, in microseconds, as it was trained, where many rows are read; NaN where the data had no rows. Measured when a time is
    /// first asked for, see <see cref="TrainedModelReport.OriginalMicroseconds"/>.
    /// </summary>
    public double OriginalMicroseconds => Times().Before;

    /// <summary>As <see cref="OriginalMicroseconds"/>, of the stage that is in the quantized model; measured in turn with it.</summary>
    public double QuantizedMicroseconds => Times().After;

    internal Func<Reporting.Pair<long?>> Sizes { get; init; } = () => default;

    internal Func<Reporting.Pair<double>> Times { get; init; } = () => new(double.NaN, double.NaN);

    /// <summary>The stage and what became of it, in one line.</summary>
    /// <returns>The line.</returns>
    /// <example>
    /// <code>
    /// mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report.Stages[0].ToString());
    /// </code>
    /// </example>
    public override string ToString() => $"{Name}: {(IsQuantized ? "quantized" : IsRefitted ? "refitted" : "as it was")}, {Explanation}";
}
