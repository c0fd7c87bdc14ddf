using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

namespace Examples;

/// <summary>A run of the sweep: the model, what it is worth on rows that it has not seen, and the quantized model.</summary>
internal sealed record Run(string Trainer, string Encoding, ITransformer Model, double Accuracy, ITransformer Quantized, TrainedModelReport Report, int RowsThatDiffer)
{
    public static Run Create(MLContext mlContext, string trainer, bool hash, IEstimator<ITransformer> estimator, IDataView training, IDataView holdout)
    {
        ITransformer model = AutoMLPipeline.Create(mlContext, hash, estimator).Fit(training);
        double accuracy = mlContext.MulticlassClassification.Evaluate(model.Transform(holdout), nameof(Job.Class)).MicroAccuracy;
        ITransformer quantized = mlContext.Quantization().WithTrainedModels().Quantize(model, holdout, out TrainedModelReport report);
        return new Run(trainer, hash ? "hashed" : "one-hot", model, accuracy, quantized, report, Differ(model.Transform(holdout), quantized.Transform(holdout)));
    }

    /// <summary>How many rows have another bit in a score, or another decision.</summary>
    public static int Differ(IDataView expected, IDataView actual) => Predictions(expected).Zip(Predictions(actual)).Count(pair => pair.First != pair.Second);

    private static IEnumerable<string> Predictions(IDataView scored) => scored.GetColumn<float[]>("Score").Zip(
        scored.GetColumn<string>("PredictedLabel"), (scores, label) => $"{label} {string.Join(' ', scores.Select(BitConverter.SingleToInt32Bits))}");
}
