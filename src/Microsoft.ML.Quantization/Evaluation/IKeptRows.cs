using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Rows that are measured in one place and evaluated in another.</summary>
internal interface IKeptRows
{
    /// <summary>What the first row showed.</summary>
    IMeasuredForm Form { get; }

    /// <summary>Measures a row for the first INT8 model, and adds it to nothing; called by several threads.</summary>
    double[] Numbers(LabelledRow row, ModelRuns runs);
}
