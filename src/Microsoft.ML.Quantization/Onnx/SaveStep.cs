namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The steps of saving a model, between which a process may end.</summary>
internal enum SaveStep
{
    Started,
    WeightsWritten,
    ModelWritten,
    WeightsInPlace,
    ModelInPlace,
    Finished,
}
