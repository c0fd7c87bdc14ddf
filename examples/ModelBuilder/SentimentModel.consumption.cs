using Microsoft.ML;
using Microsoft.ML.Data;

namespace Examples.Sentiment;

/// <summary>The model, and how programs use it. Quantization changes nothing here: it writes the file that is loaded below anew.</summary>
public static partial class SentimentModel
{
    /// <summary>A row that is asked about.</summary>
    public sealed class ModelInput
    {
        [LoadColumn(0)]
        public string Text { get; set; } = "";

        [LoadColumn(1)]
        public string Product { get; set; } = "";

        [LoadColumn(2)]
        public float Days { get; set; }

        [LoadColumn(3)]
        public bool Sentiment { get; set; }
    }

    /// <summary>The answer.</summary>
    public sealed class ModelOutput
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    public static string MLNetModelPath { get; } = Path.Combine(AppContext.BaseDirectory, "SentimentModel.mlnet");

    public static Lazy<PredictionEngine<ModelInput, ModelOutput>> PredictEngine { get; } = new(CreatePredictEngine, isThreadSafe: true);

    public static ModelOutput Predict(ModelInput input) => PredictEngine.Value.Predict(input);

    private static PredictionEngine<ModelInput, ModelOutput> CreatePredictEngine()
    {
        var mlContext = new MLContext();
        ITransformer model = mlContext.Model.Load(MLNetModelPath, out _);
        return mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(model);
    }
}
