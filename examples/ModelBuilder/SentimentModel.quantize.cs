using Microsoft.ML;
using Microsoft.ML.Quantization;

namespace Examples.Sentiment;

/// <summary>The one file that is added to what Model Builder generates.</summary>
public static partial class SentimentModel
{
    /// <summary>Writes the model file anew, quantized. Whatever loads it, with this library or without, gets the same predictions.</summary>
    public static TrainedModelReport Quantize(string modelPath, string? inputDataFilePath = null)
    {
        var mlContext = new MLContext(seed: 1);
        IDataView data = LoadIDataViewFromFile(mlContext, inputDataFilePath ?? RetrainFilePath);
        ITransformer model = mlContext.Model.Load(modelPath, out DataViewSchema inputSchema);
        ITransformer quantized = mlContext.Quantization().WithTrainedModels().Quantize(model, data, out TrainedModelReport report);
        mlContext.Quantization().Save(quantized, inputSchema, modelPath);
        return report;
    }

    /// <summary>The saved model with its fast stage, for programs that have this library.</summary>
    public static ITransformer LoadQuantized(MLContext mlContext, string modelPath) => mlContext.Quantization().WithTrainedModels().Load(modelPath, out _);
}
