namespace Microsoft.ML.Quantization;

/// <summary>A stage of a trained model that is to be quantized.</summary>
public sealed class StageRequest
{
    internal StageRequest(MLContext context, ITransformer stage, IDataView? data, TrainedModelOptions options) => (Context, Stage, Data, Options) = (context, stage, data, options);

    /// <summary>The context.</summary>
    public MLContext Context { get; }

    /// <summary>The stage; never a chain of stages.</summary>
    public ITransformer Stage { get; }

    /// <summary>The rows as they reach the stage; <see langword="null"/> where there are none, as when a model is loaded.</summary>
    public IDataView? Data { get; }

    /// <summary>How to quantize.</summary>
    public TrainedModelOptions Options { get; }
}
